import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const rotate = endpoint({
  method: 'POST',
  path: '/v1/credentials/{id}/rotate',
  summary: {
    zh: '更换密钥：新密钥只显示一次，旧密钥在重叠期后失效',
    en: 'Rotate a key: the new one is shown once, the old one ends after the overlap',
  },
  scope: 'credential:manage',
  idempotent: true,
  params,
  body: api.rotateInput,
  example: { overlapSeconds: 3600 },
  answer: { status: 201, schema: api.credentialAnswer },
  refusals: ['NOT_FOUND', 'SCOPE_NOT_HELD', 'CREDENTIAL_ENDED'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.credentials.rotate(caller, id, body, once),
  headers: ({ id }) => ({ Location: `/v1/credentials/${id}` }),
});
