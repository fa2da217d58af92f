import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/credentials',
  summary: {
    zh: '列出自己的凭证（密钥、客户端证书、令牌公钥）',
    en: "List one's own credentials, oldest first",
  },
  scope: 'credential:manage',
  idempotent: false,
  query: api.credentialQuery,
  answer: { status: 200, schema: api.credentialPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.credentials.list(caller, query),
});
