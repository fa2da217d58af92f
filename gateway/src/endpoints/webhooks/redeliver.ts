import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const redeliver = endpoint({
  method: 'POST',
  path: '/v1/webhooks/{id}/redeliver',
  summary: {
    zh: '重新推送死信',
    en: 'Send dead letters once more',
  },
  scope: 'webhook:manage',
  idempotent: true,
  params,
  body: api.redeliverInput,
  example: { positions: ['12'] },
  answer: { status: 202, schema: api.redeliveryAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.webhooks.redeliver(caller, id, body, once),
});
