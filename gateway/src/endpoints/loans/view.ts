import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { VIEW } from './examples.js';
import { OF_LOAN } from './params.js';

/** A question, signed like all an enterprise sends: what comes back is for its eyes alone. */
export const view = endpoint({
  method: 'POST',
  path: '/v1/loans/{id}/view',
  summary: {
    zh: '企业凭签名查看自己的贷款：银行的提问和理由、每一步、合同、放款还款、今日欠款和贴息申领；可提交到任一中枢，无需登录',
    en: "An enterprise sees its loan by its signature: the bank's questions and reasons, every step, the terms, the book, what is owed today and claims of subsidy; at any hub, no login",
  },
  scope: 'public',
  idempotent: false,
  params: api.loanParams,
  body: api.loanViewInput,
  example: VIEW,
  answer: { status: 200, schema: api.ownLoan },
  refusals: [
    ...OF_LOAN,
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'STATEMENT_REPLAYED',
    'NOT_A_BANK',
    'OTHER_DEPARTMENT',
    'EXCHANGE_PEER_UNKNOWN',
    'EXCHANGE_UNREACHABLE',
    'EXCHANGE_REPLY_WRONG',
  ],
  handler: ({ hub, params: { id }, body }) => hub.services.loans.viewOwn(id, body),
});
