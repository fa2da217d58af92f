import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const listClaims = endpoint({
  method: 'GET',
  path: '/v1/subsidy/claims',
  summary: {
    zh: '列出贴息申领：银行只见本行的，财政部门见其政策下的全部',
    en: 'List claims: a bank sees its own, the finance office those of its programmes',
  },
  scope: 'subsidy:getClaim',
  idempotent: false,
  query: api.claimQuery,
  answer: { status: 200, schema: api.claimPage },
  refusals: ['FIELD_INVALID'],
  handler: ({ hub, caller, query }) => hub.services.subsidy.claims(caller, query),
});
