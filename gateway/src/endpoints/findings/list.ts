import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/findings',
  summary: {
    zh: '列出审计发现，可按部门与状态（待答复、逾期、已答复、逾期后答复）查询',
    en: 'List findings, by department and by how they stand: open, overdue, answered, answered late',
  },
  scope: 'sharing:pageFindings',
  idempotent: false,
  query: api.findingQuery,
  answer: { status: 200, schema: api.findingList },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.findings.list(caller, query),
});
