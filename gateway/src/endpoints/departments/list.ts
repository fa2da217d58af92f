import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/departments',
  summary: { zh: '列出部门', en: 'List departments' },
  scope: 'public',
  idempotent: false,
  query: api.pageQuery,
  answer: { status: 200, schema: api.departmentPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('department', query),
});
