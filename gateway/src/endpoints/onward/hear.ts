import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { onwardNoticeExample } from './examples.js';

export const hear = endpoint({
  method: 'POST',
  path: '/v1/exchange/onward',
  summary: {
    zh: '供其他部门中枢调用：告知以本部门数据制成的产品交付给了谁',
    en: "For other departments' hubs: tell a provider where a product made of its data was handed on to",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.onwardNotice,
  example: onwardNoticeExample,
  answer: { status: 200, schema: api.onwardNoted },
  refusals: [
    'OTHER_DEPARTMENT',
    'STATEMENT_OUT_OF_TIME',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'QUERY_UNKNOWN',
  ],
  handler: ({ hub, body }) => hub.services.onward.hear(body),
});
