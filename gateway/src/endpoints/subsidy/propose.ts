import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { APPROVAL, OF_OFFICE } from './examples.js';

export const propose = endpoint({
  method: 'POST',
  path: '/v1/subsidy/approvals',
  summary: {
    zh: '财政部门经办人提出批准一家银行的申领（至多 50 笔），待第二人审核',
    en: "An officer of the finance office proposes to approve up to 50 of a bank's claims; a second person decides",
  },
  scope: 'subsidy:approve',
  idempotent: true,
  body: api.approvalInput,
  example: APPROVAL,
  answer: { status: 201, schema: api.approvalAnswer },
  refusals: [
    ...OF_OFFICE,
    'OFFICER_UNKNOWN',
    'CLAIM_UNKNOWN',
    'CLAIM_ACT_IMPOSSIBLE',
    'TRANCHE_OF_ANOTHER',
    'SUBSIDY_ALREADY_GRANTED',
    'LOAN_UNKNOWN',
  ],
  handler: ({ hub, caller, body, once }) => hub.services.subsidy.propose(caller, body, once),
  headers: ({ id }) => ({ Location: `/v1/subsidy/approvals/${id}` }),
});
