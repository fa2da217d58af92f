import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/callers/{id}',
  summary: { zh: '查询一个调用方', en: 'Read a caller' },
  scope: 'caller:manage',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.callerAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { id } }) => hub.services.roster.get(id),
});
