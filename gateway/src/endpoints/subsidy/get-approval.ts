import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const getApproval = endpoint({
  method: 'GET',
  path: '/v1/subsidy/approvals/{id}',
  summary: { zh: '查询一项待审核或已批准的事项', en: 'Read a proposed approval, or one that was confirmed' },
  scope: 'subsidy:getApproval',
  idempotent: false,
  params: api.approvalParams,
  answer: { status: 200, schema: api.approvalAnswer },
  refusals: ['APPROVAL_UNKNOWN'],
  handler: ({ hub, caller, params: { id } }) => hub.services.subsidy.approval(caller, id),
});
