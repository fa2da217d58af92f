import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/rule-sets',
  summary: { zh: '列出规则集', en: 'List rule sets' },
  scope: 'registry:list',
  idempotent: false,
  query: api.ruleSetQuery,
  answer: { status: 200, schema: api.ruleSetPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('ruleSet', query, query.name),
});
