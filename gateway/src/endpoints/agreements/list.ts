import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/agreements',
  summary: { zh: '列出协议文本', en: 'List agreements' },
  scope: 'registry:list',
  idempotent: false,
  query: api.pageQuery,
  answer: { status: 200, schema: api.agreementPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('agreement', query),
});
