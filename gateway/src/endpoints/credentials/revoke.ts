import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const revoke = endpoint({
  method: 'POST',
  path: '/v1/credentials/{id}/revoke',
  summary: {
    zh: '吊销凭证，立即生效；可一并吊销以其创建的凭证',
    en: 'Revoke a credential, from the next request on, and if asked what was made with it',
  },
  scope: 'credential:manage',
  idempotent: true,
  params,
  body: api.revokeCredentialInput,
  example: { madeWith: 'revoke' },
  answer: { status: 200, schema: api.credentialAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.credentials.revoke(caller, id, body, once),
});
