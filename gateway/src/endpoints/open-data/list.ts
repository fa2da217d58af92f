import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { codeOf, params } from './params.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/open-data/{group}/{item}',
  summary: {
    zh: '开放数据的已发布版本及摘要，供下载后核对',
    en: 'The published versions of an open set with their digests, to check a download against',
  },
  scope: 'public',
  idempotent: false,
  params,
  query: api.openVersionQuery,
  answer: { status: 200, schema: api.openVersionPage },
  refusals: [],
  handler: ({ hub, params: named, query }) => hub.services.catalogue.openVersions(codeOf(named), query),
});
