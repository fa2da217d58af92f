import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const consistency = endpoint({
  method: 'GET',
  path: '/v1/catalogue-consistency',
  summary: {
    zh: '三清单一目录的一致性、覆盖率和共享率（由合约计算，可查任一时点）',
    en: 'How far catalogue and lists agree, coverage and share rate: computed by the contract, as of any instant',
  },
  scope: 'catalogue:consistency',
  idempotent: false,
  query: api.consistencyQuery,
  answer: { status: 200, schema: api.consistencyReport },
  refusals: ['DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, query }) => hub.services.catalogue.consistency(caller, query),
});
