import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const expire = endpoint({
  method: 'POST',
  path: '/v1/credentials/{id}/expire',
  summary: { zh: '提前凭证的到期时间', en: 'Let a credential end sooner than it would' },
  scope: 'credential:manage',
  idempotent: true,
  params,
  body: api.expireInput,
  example: { expiresAt: '2030-06-30' },
  answer: { status: 200, schema: api.credentialAnswer },
  refusals: ['NOT_FOUND', 'CREDENTIAL_ENDED', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.credentials.expire(caller, id, body, once),
});
