import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const change = endpoint({
  method: 'PUT',
  path: '/v1/webhooks/{id}',
  summary: {
    zh: '修改、暂停或恢复推送订阅',
    en: 'Change a webhook, pause it, or let it go on; what was failing is tried at once',
  },
  scope: 'webhook:manage',
  idempotent: true,
  params,
  body: api.webhookChange,
  example: { name: '业务系统', url: 'https://events.example.cn/hanlian', state: 'paused' },
  answer: { status: 200, schema: api.webhookAnswer },
  refusals: ['NOT_FOUND', 'WEBHOOK_TARGET_REFUSED'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.webhooks.change(caller, id, body, once),
});
