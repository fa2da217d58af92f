import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/grants',
  summary: {
    zh: '列出授权和申请，可按部门、资源、状态筛选，或只看待答复、已逾期的',
    en: 'List grants and requests by department, resource or state, or those that wait, or are overdue',
  },
  scope: 'sharing:pageGrants',
  idempotent: false,
  query: api.grantQuery,
  answer: { status: 200, schema: api.grantPage },
  refusals: ['FIELD_INVALID', 'CALENDAR_MISSING'],
  handler: ({ hub, caller, query }) => hub.services.grants.list(caller, query),
});
