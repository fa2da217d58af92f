import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/sharing/queries/{id}',
  summary: {
    zh: '查看本部门一次数据查询的结果与回执',
    en: "Read what came of a query of one's own department, with its receipts",
  },
  scope: 'query:ask',
  idempotent: false,
  params: api.queryPath,
  answer: { status: 200, schema: api.queryFound },
  refusals: ['QUERY_UNKNOWN'],
  handler: ({ hub, caller, params: { id } }) => hub.services.queries.get(caller, id),
});
