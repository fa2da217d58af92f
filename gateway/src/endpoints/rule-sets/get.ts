import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/rule-sets/{name}',
  summary: { zh: '查询某日有效的规则集', en: 'Read the rule set of a name in force today, or at a day' },
  scope: 'registry:get',
  idempotent: false,
  params: params.pick({ name: true }),
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.ruleSet },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'ruleSet', ...named }, query.asOf),
});
