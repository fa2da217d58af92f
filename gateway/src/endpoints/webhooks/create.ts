import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const create = endpoint({
  method: 'POST',
  path: '/v1/webhooks',
  summary: {
    zh: '新建推送订阅，事件按 Standard Webhooks 签名推送；密钥只显示一次',
    en: 'Have events sent to an address, signed by the Standard Webhooks convention; the secret is shown once',
  },
  scope: 'webhook:manage',
  idempotent: true,
  body: api.webhookInput,
  example: { name: '业务系统', url: 'https://events.example.cn/hanlian', types: ['license.changed'] },
  answer: { status: 201, schema: api.webhookAnswer },
  refusals: ['WEBHOOK_TARGET_REFUSED', 'WEBHOOKS_FULL', 'EVENTS_FORGOTTEN', 'EVENT_POSITION_AHEAD'],
  handler: ({ hub, caller, body, once }) => hub.services.webhooks.create(caller, body, once),
  headers: ({ id }) => ({ Location: `/v1/webhooks/${id}` }),
});
