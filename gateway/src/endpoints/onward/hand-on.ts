import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { onwardInputExample } from './examples.js';
import { ONWARD_REFUSALS } from './refusals.js';

/** Its own id makes it count once; asked for by that id, the record is there again. */
export const handOn = endpoint({
  method: 'POST',
  path: '/v1/sharing/onward',
  summary: {
    zh: '公共数据授权运营：登记向产品接收单位的交付，留存签名回执后方可交付产品',
    en: 'As an operator of public data: put on record that a product is handed on; the product may go once the receipt is there',
  },
  scope: 'onward:write',
  idempotent: false,
  body: api.onwardInput,
  example: onwardInputExample,
  answer: { status: 201, schema: api.onwardRecords },
  refusals: ONWARD_REFUSALS,
  handler: ({ hub, caller, body }) => hub.services.onward.handOn(caller, body),
});
