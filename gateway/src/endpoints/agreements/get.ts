import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/agreements/{text}',
  summary: { zh: '查询协议文本', en: 'Read an agreement, as it stands or was in force at a day' },
  scope: 'registry:get',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.agreement },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'agreement', ...named }, query.asOf),
});
