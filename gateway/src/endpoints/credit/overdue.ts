import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const overdue = endpoint({
  method: 'GET',
  path: '/v1/credit/overdue',
  summary: {
    zh: '列出逾期的报送、修复办理和停止使用确认',
    en: 'List overdue duties: reports, repairs, and confirmations of stopped use',
  },
  scope: 'credit:stopDuties',
  idempotent: false,
  query: api.overdueQuery,
  answer: { status: 200, schema: api.overduePage },
  refusals: ['RULES_MISSING'],
  handler: ({ hub, caller, query }) => hub.services.credit.overdue(caller, query),
});
