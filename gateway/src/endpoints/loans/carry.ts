import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { ERRAND } from './examples.js';
import { OF_CLAIM, OF_CLAIM_ACT } from '../subsidy/examples.js';
import { ERRAND_LIMIT, OF_HANDING_IN, OF_LOAN } from './params.js';

/** What was signed is its own proof of who says it, and takes effect once. */
export const carry = endpoint({
  method: 'POST',
  path: '/v1/exchange/loans',
  summary: {
    zh: '供银行中枢调用：由财政部门中枢将已签署的贷款和贴息申领事项提交账本，账本上因此不出现银行',
    en: "For banks' hubs: have the finance office's hub take a signed statement about a loan or a claim of subsidy to the ledger, where no bank is then named",
  },
  scope: 'public',
  idempotent: false,
  bodyLimit: ERRAND_LIMIT,
  body: schemas.lendingErrand,
  example: ERRAND,
  answer: { status: 200, schema: schemas.lendingErrandDone },
  refusals: [
    ...OF_LOAN,
    ...OF_HANDING_IN,
    ...OF_CLAIM,
    ...OF_CLAIM_ACT,
    'ALREADY_APPLIED',
    'LOAN_ACT_IMPOSSIBLE',
    'LOAN_OUTSIDE_TERMS',
    'PRODUCT_NOT_OFFERED',
  ],
  handler: ({ hub, body }) => hub.services.loans.carry(body),
});
