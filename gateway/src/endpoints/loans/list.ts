import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/loans',
  summary: {
    zh: '银行列出本行的贷款申请和贷款，可按状态、企业、产品筛选',
    en: "List the bank's own applications and loans, by state, enterprise or product",
  },
  scope: 'loan:getLoan',
  idempotent: false,
  query: api.loanQuery,
  answer: { status: 200, schema: api.loanPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.loans.list(caller, query),
});
