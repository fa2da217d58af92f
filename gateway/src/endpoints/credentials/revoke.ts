import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const revoke = endpoint({
  method: 'POST',
  path: '/v1/credentials/{id}/revoke',
  summary: { zh: '吊销凭证，立即生效', en: 'Revoke a credential, from the next request on' },
  scope: 'credential:manage',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.credentialAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.credentials.revoke(caller, id, once),
});
