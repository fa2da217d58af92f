import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_SUBJECT } from './params.js';

export const entries = endpoint({
  method: 'GET',
  path: '/v1/credit/enterprises/{subject}/entries',
  summary: {
    zh: '查询一个企业的全部信用信息条目（含更名、合并前的）',
    en: "Read an enterprise's whole record, with those of its predecessors",
  },
  scope: 'credit:entriesOf',
  idempotent: false,
  params: api.enterpriseParams,
  query: api.entriesQuery,
  answer: { status: 200, schema: api.entriesView },
  refusals: [...OF_SUBJECT, 'DATE_IMPOSSIBLE', 'RULES_MISSING'],
  handler: ({ hub, caller, params, query }) => hub.services.credit.entries(caller, params.subject, query),
});
