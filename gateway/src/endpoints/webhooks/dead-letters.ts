import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const deadLetters = endpoint({
  method: 'GET',
  path: '/v1/webhooks/{id}/dead-letters',
  summary: {
    zh: '列出多次推送失败后放弃的事件',
    en: 'List the events that were given up after many attempts',
  },
  scope: 'webhook:manage',
  idempotent: false,
  params,
  query: api.deadLetterQuery,
  answer: { status: 200, schema: api.deadLetterPage },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, query }) => hub.services.webhooks.deadLetters(caller, id, query),
});
