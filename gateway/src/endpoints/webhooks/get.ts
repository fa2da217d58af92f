import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/webhooks/{id}',
  summary: {
    zh: '查询一个推送订阅：进度、失败情况，不含密钥',
    en: 'Read a webhook: how far it has come and why it fails, never the secret',
  },
  scope: 'webhook:manage',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.webhookAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.webhooks.get(caller, id),
});
