import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const remove = endpoint({
  method: 'POST',
  path: '/v1/webhooks/{id}/delete',
  summary: {
    zh: '删除推送订阅及其死信',
    en: 'Delete a webhook with its dead letters',
  },
  scope: 'webhook:manage',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.webhookReference },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.webhooks.remove(caller, id, once),
});
