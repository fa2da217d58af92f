import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const publications = endpoint({
  method: 'GET',
  path: '/v1/credit/publications',
  summary: { zh: '列出某一日公示的信用信息条目', en: 'List what is published on a day' },
  scope: 'credit:publishableAt',
  idempotent: false,
  query: api.publicationsQuery,
  answer: { status: 200, schema: api.publicationsPage },
  refusals: ['DATE_IMPOSSIBLE', 'RULES_MISSING'],
  handler: ({ hub, caller, query }) => hub.services.credit.publications(caller, query),
});
