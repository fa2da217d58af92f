import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/seal-keys',
  summary: { zh: '列出印章密钥', en: 'List seal keys' },
  scope: 'registry:list',
  idempotent: false,
  query: api.ofDepartmentQuery,
  answer: { status: 200, schema: api.sealKeyPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('sealKey', query, query.department),
});
