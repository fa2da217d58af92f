import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { listParams } from './params.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/catalogue/{list}',
  summary: {
    zh: '查询目录或清单（按部门、资源、共享类型、文字）',
    en: 'List the catalogue or one of its lists, by department, resource, kind of sharing, or text',
  },
  scope: 'catalogue:page',
  idempotent: false,
  params: listParams,
  query: api.catalogueQuery,
  answer: { status: 200, schema: api.catalogueEntries },
  refusals: [],
  handler: ({ hub, caller, params, query }) => hub.services.catalogue.list(caller, params.list, query),
});
