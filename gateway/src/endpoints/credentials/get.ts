import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/credentials/{id}',
  summary: { zh: '查询一个凭证', en: 'Read a credential: what it grants and until when, never the key' },
  scope: 'credential:manage',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.credentialAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.credentials.get(caller, id),
});
