import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/accreditations',
  summary: { zh: '列出发证授权', en: 'List accreditations' },
  scope: 'registry:list',
  idempotent: false,
  query: api.ofDepartmentQuery,
  answer: { status: 200, schema: api.accreditationPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('accreditation', query, query.department),
});
