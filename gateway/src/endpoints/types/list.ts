import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/types',
  summary: { zh: '列出证照类型', en: 'List certificate types' },
  scope: 'public',
  idempotent: false,
  query: api.pageQuery,
  answer: { status: 200, schema: api.typePage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('type', query),
});
