import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const proposals = endpoint({
  method: 'GET',
  path: '/v1/credit/proposals',
  summary: {
    zh: '列出处罚决定提出的证照状态变更，待发证机关确认',
    en: 'List the changes of certificates that penalties propose, for their issuer to confirm',
  },
  scope: 'credit:publishableAt',
  idempotent: false,
  query: api.proposalQuery,
  answer: { status: 200, schema: api.proposalPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.credit.proposals(caller, query),
});
