import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const open = endpoint({
  method: 'GET',
  path: '/v1/sharing/receipts/open',
  summary: {
    zh: '列出未放出的请求和未签收的放出',
    en: 'List requests without release and releases without acknowledgement',
  },
  scope: 'receipt:read',
  idempotent: false,
  query: api.receiptsQuery,
  answer: { status: 200, schema: api.openQueries },
  refusals: ['OTHER_DEPARTMENT'],
  handler: ({ hub, caller, query }) => hub.services.queries.open(caller, query),
});
