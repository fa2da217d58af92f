import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/callers',
  summary: { zh: '列出本机构的调用方', en: 'List who may call this hub, or once might' },
  scope: 'caller:manage',
  idempotent: false,
  query: api.callerQuery,
  answer: { status: 200, schema: api.callerPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.roster.list(query),
});
