import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/webhooks',
  summary: {
    zh: '列出自己的推送订阅',
    en: "List one's own webhooks, oldest first",
  },
  scope: 'webhook:manage',
  idempotent: false,
  query: api.webhookQuery,
  answer: { status: 200, schema: api.webhookPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.webhooks.list(caller, query),
});
