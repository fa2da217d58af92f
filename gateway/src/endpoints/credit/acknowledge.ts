import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { BANK, DIGEST } from './examples.js';
import { OF_ENTRY } from './params.js';

export const acknowledge = endpoint({
  method: 'POST',
  path: '/v1/credit/entries/{subject}/{entry}/acknowledge',
  summary: {
    zh: '登记接收方已停止使用修复后的条目',
    en: 'Record that one who was told of a repaired entry has stopped using it',
  },
  scope: 'credit:acknowledgeStop',
  idempotent: true,
  signedByCaller: true,
  params: api.entryParams,
  body: api.acknowledgeInput,
  example: { recipient: BANK, receipt: DIGEST },
  answer: { status: 200, schema: api.acknowledgedAnswer },
  refusals: [
    ...OF_ENTRY,
    'STOP_UNKNOWN',
    'STOP_ACKNOWLEDGED',
    'NOT_CREDIT_OFFICE',
    'STALE',
    'ALREADY_APPLIED',
  ],
  handler: ({ hub, caller, params, body, once }) =>
    hub.services.credit.acknowledge(caller, params, body, once),
});
