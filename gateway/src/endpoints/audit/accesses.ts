import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const accesses = endpoint({
  method: 'GET',
  path: '/v1/audit/accesses',
  summary: {
    zh: '按部门、资源、授权、主体、期间查询共享数据的每次访问；非审计人员仅见本部门',
    en: 'List accesses to shared data by department, resource, grant, subject or period; others than auditors see their own department',
  },
  scope: 'audit:list',
  idempotent: false,
  query: api.accessQuery,
  answer: { status: 200, schema: api.accessPage },
  refusals: ['DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, query }) => hub.services.audit.accesses(caller, query),
});
