import { api, type LoanReceipt, type TaskAnswer } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { FOR_TWO, isTask, locationOf } from '../tasks/waiting.js';
import { OF_HANDING_IN, OF_LOAN } from './params.js';

export const act = endpoint({
  method: 'POST',
  path: '/v1/loans/{id}/acts',
  summary: {
    zh: '银行办理一笔贷款：受理授权、绑定信用报告、审查、补充资料、审批、签约、放款、还款、逾期、更正、结清、取消；由银行密钥签署，审批、否决和更正须两人办理',
    en: "A bank acts on one of its loans, from the consent to the closure; its hub signs with the bank's key, and two officers approve, reject and correct",
  },
  scope: 'loan:act',
  idempotent: true,
  params: api.loanParams,
  body: api.loanActInput,
  example: { act: 'startReview' },
  answer: { status: 200, schema: api.loanReceipt },
  instead: FOR_TWO,
  refusals: [
    ...OF_LOAN,
    ...OF_HANDING_IN,
    'LOAN_ACT_IMPOSSIBLE',
    'LOAN_OUTSIDE_TERMS',
    'LOAN_BALANCE_OPEN',
    'LOAN_HISTORY_FULL',
    'LOAN_SUBSIDY_STANDS',
    'DISBURSEMENT_ABOVE_CONTRACT',
    'REPAYMENT_ABOVE_BALANCE',
    'MOVEMENT_DATE_OUTSIDE',
    'MOVEMENT_UNKNOWN',
    'REPORT_OF_ANOTHER',
    'PULL_UNKNOWN',
    'CONSENT_UNKNOWN',
    'CONSENT_OF_ANOTHER',
    'CONSENT_PAUSED',
    'CONSENT_WITHDRAWN',
    'CONSENT_EXPIRED',
    'CONSENT_NOT_BEGUN',
    'CONSENT_FORGOTTEN',
    'OFFICER_UNKNOWN',
    'DOCUMENT_ERASED',
    'TXTIME_TOO_OLD',
  ],
  handler: ({ hub, caller, params: { id }, body, once, ifMatch }) =>
    hub.services.loans.act(caller, id, withRevision(body, ifMatch), once),
  headers: (answer: LoanReceipt | TaskAnswer): Record<string, string> =>
    isTask(answer) ? locationOf(answer) : { ETag: `"${answer.revision}"` },
});
