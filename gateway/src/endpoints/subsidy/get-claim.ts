import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const getClaim = endpoint({
  method: 'GET',
  path: '/v1/subsidy/claims/{id}',
  summary: {
    zh: '查询一笔贴息申领及其经过；财政部门另见唯一标记是否已被占用',
    en: 'Read a claim with its history; to the finance office also whether another claim holds its nullifier',
  },
  scope: 'subsidy:getClaim',
  idempotent: false,
  params: api.claimParams,
  answer: { status: 200, schema: api.claimAnswer },
  refusals: ['CLAIM_UNKNOWN', 'LOAN_UNKNOWN'],
  handler: ({ hub, caller, params: { id } }) => hub.services.subsidy.getClaim(caller, id),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
