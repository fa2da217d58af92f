import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { onwardConfirmationExample } from './examples.js';

/** Said again it is the same word. */
export const confirm = endpoint({
  method: 'POST',
  path: '/v1/sharing/onward/confirmations',
  summary: {
    zh: '产品接收单位签收收到的产品：核对产品摘要，签名后送达运营单位',
    en: 'As the recipient of a product: confirm that it is the one of the receipt; the signed word goes to the operator',
  },
  scope: 'onward:write',
  idempotent: false,
  body: api.onwardConfirmation,
  example: onwardConfirmationExample,
  answer: { status: 200, schema: api.onwardRecords },
  refusals: [
    'OTHER_DEPARTMENT',
    'STATEMENT_OUT_OF_TIME',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'ONWARD_PRODUCT_OTHER',
    'ONWARD_REPLAYED',
    'QUERY_UNKNOWN',
    'ACKNOWLEDGEMENT_OF_ANOTHER',
  ],
  handler: ({ hub, caller, body }) => hub.services.onward.confirm(caller, body),
});
