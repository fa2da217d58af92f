import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const kpi = endpoint({
  method: 'GET',
  path: '/v1/audit/kpi',
  summary: {
    zh: '数据共享指标（每日调用、期限、拒绝、共享率），任一过往期间均由账本重新计算',
    en: 'How data sharing went in any past period, computed anew from the ledger: receipts a day, deadlines kept, refusals, rates of sharing',
  },
  scope: 'ledger:read',
  idempotent: false,
  query: api.kpiQuery,
  answer: { status: 200, schema: api.kpiAnswer },
  refusals: ['DATE_IMPOSSIBLE', 'FIELD_INVALID'],
  handler: ({ hub, query }) => hub.services.audit.kpi(query),
});
