import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_OFFICE, OF_SIGNING } from './examples.js';

export const confirm = endpoint({
  method: 'POST',
  path: '/v1/subsidy/approvals/{id}/confirm',
  summary: {
    zh: '财政部门第二人审核同意：计算唯一标记，两人和本部门签名，从该银行当月额度中全部批准或全部不批准',
    en: "A second officer agrees: nullifiers are computed, both sign with the office, and all claims are approved out of the bank's tranche of the month, or none",
  },
  scope: 'subsidy:approve',
  idempotent: true,
  params: api.approvalParams,
  answer: { status: 200, schema: api.approvalAnswer },
  refusals: [
    ...OF_OFFICE,
    ...OF_SIGNING,
    'APPROVAL_UNKNOWN',
    'OFFICER_UNKNOWN',
    'SAME_PERSON_TWICE',
    'SECOND_PERSON_MISSING',
    'CLAIM_UNKNOWN',
    'CLAIM_ACT_IMPOSSIBLE',
    'CLAIM_AMOUNT_DIFFERS',
    'LOAN_UNKNOWN',
    'TRANCHE_UNKNOWN',
    'TRANCHE_CLOSED',
    'TRANCHE_OF_ANOTHER',
    'TRANCHE_OF_ANOTHER_MONTH',
    'TRANCHE_EXHAUSTED',
    'SUBSIDY_ALREADY_GRANTED',
    'PROGRAMME_NOT_IN_FORCE',
  ],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.subsidy.confirm(caller, id, once),
});
