import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_LOAN } from './params.js';

/** What the channel shows: whoever has the random id learns the revision to sign over, and nothing of the loan. */
export const standing = endpoint({
  method: 'GET',
  path: '/v1/loan-standings/{id}',
  summary: {
    zh: '凭申请编号查询其在账本上的公开状态和修订号；不含企业、银行和金额',
    en: 'Read how a loan stands on the ledger, by its random id: state and revision, no enterprise, bank or amount',
  },
  scope: 'public',
  idempotent: false,
  params: api.loanParams,
  answer: { status: 200, schema: api.loanStanding },
  refusals: OF_LOAN,
  handler: ({ hub, params: { id } }) => hub.services.loans.standing(id),
});
