import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_LOAN } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/loans/{id}',
  summary: {
    zh: '银行查询本行一笔贷款：申请、审批、合同、放款还款台账和每一步',
    en: "Read one of the bank's loans: application, approval, contract, book and every step",
  },
  scope: 'loan:getLoan',
  idempotent: false,
  params: api.loanParams,
  answer: { status: 200, schema: api.loanAnswer },
  refusals: OF_LOAN,
  handler: ({ hub, caller, params: { id } }) => hub.services.loans.get(caller, id),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
