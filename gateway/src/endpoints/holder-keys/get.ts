import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/holder-keys/{id}',
  summary: { zh: '查询持证主体的密钥绑定', en: "Read the binding of a holder's key" },
  scope: 'registry:get',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.holderKey },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'holderKey', ...named }, query.asOf),
});
