import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const create = endpoint({
  method: 'POST',
  path: '/v1/credentials',
  summary: {
    zh: '新建密钥，或登记客户端证书、令牌公钥；密钥只显示一次',
    en: 'Make a key, shown once, or register a client certificate or the public keys of tokens',
  },
  scope: 'credential:manage',
  idempotent: true,
  body: api.credentialInput,
  example: { kind: 'key', name: '业务系统', scopes: ['license:get'], expiresAt: '2030-12-31' },
  answer: { status: 201, schema: api.credentialAnswer },
  refusals: ['SCOPE_NOT_HELD', 'CREDENTIAL_TAKEN', 'CERTIFICATE_UNTRUSTED', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, body, once }) => hub.services.credentials.create(caller, body, once),
  headers: ({ id }) => ({ Location: `/v1/credentials/${id}` }),
});
