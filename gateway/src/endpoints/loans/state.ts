import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { WITHDRAWAL } from './examples.js';
import { HANDED_IN_LIMIT, OF_HANDING_IN, OF_LOAN } from './params.js';

/** Signed over the loan's revision: sent again it has taken effect, and replayed later it is refused. */
export const state = endpoint({
  method: 'POST',
  path: '/v1/loans/{id}/statements',
  summary: {
    zh: '提交企业就其贷款申请签署的补充说明或撤回；可提交到任一中枢，无需登录，凭签名生效',
    en: 'Hand in what an enterprise has signed of its application later: an answer to the bank, or that it withdraws; at any hub, no login, the signature counts',
  },
  scope: 'public',
  idempotent: false,
  bodyLimit: HANDED_IN_LIMIT,
  params: api.loanParams,
  body: api.loanStatementInput,
  example: WITHDRAWAL,
  answer: { status: 200, schema: api.loanReceipt },
  refusals: [
    ...OF_LOAN,
    ...OF_HANDING_IN,
    'FIELD_INVALID',
    'FIELD_MISSING',
    'NOT_A_BANK',
    'LOAN_ACT_IMPOSSIBLE',
  ],
  handler: ({ hub, params: { id }, body }) => hub.services.loans.state(id, body),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
