import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const rotate = endpoint({
  method: 'POST',
  path: '/v1/webhooks/{id}/rotate',
  summary: {
    zh: '更换签名密钥：新密钥只显示一次，重叠期内新旧密钥同时签名',
    en: 'Rotate the secret: the new one is shown once, both sign during the overlap',
  },
  scope: 'webhook:manage',
  idempotent: true,
  params,
  body: api.webhookRotation,
  example: { overlapSeconds: 3600 },
  answer: { status: 201, schema: api.webhookAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.webhooks.rotate(caller, id, body, once),
});
