import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const loanStatistics = endpoint({
  method: 'GET',
  path: '/v1/loan-statistics',
  summary: {
    zh: '贷款和贴息统计：申请、审批、用时、放款、逾期、贴息，按银行、行业、区划或月份；银行见本行的，财政部门见全部，不足三笔的不显示；任一过去时点可重算',
    en: 'Statistics of loans and subsidies by bank, industry, district or month: a bank its own, the finance office all with small cells withheld; as of any past moment',
  },
  scope: 'loan:getFigures',
  idempotent: false,
  query: api.loanStatisticsQuery,
  answer: { status: 200, schema: api.loanStatistics },
  refusals: ['OTHER_DEPARTMENT', 'FIELD_INVALID', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, query }) => hub.services.loanStatistics.of(caller, query),
});
