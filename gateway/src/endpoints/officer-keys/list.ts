import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/officer-keys',
  summary: { zh: '列出经办审核人员密钥', en: "List officers' keys" },
  scope: 'registry:list',
  idempotent: false,
  query: api.ofDepartmentQuery,
  answer: { status: 200, schema: api.officerKeyPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('officerKey', query, query.department),
});
