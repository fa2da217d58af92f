import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

/** A signature names what it is for: given twice, it says so, and nothing happens twice. */
export const sign = endpoint({
  method: 'POST',
  path: '/v1/signings/{id}/signatures',
  summary: {
    zh: '提交签名，取得下一步待签名的内容或结果',
    en: 'Give signatures; the answer is what is to be signed next, or the outcome',
  },
  scope: 'identity:hold',
  idempotent: false,
  params,
  body: api.signaturesInput,
  example: {
    signatures: [{ transactionId: '0'.repeat(64), stage: 'proposal', signature: 'MEUCIQ' }],
  },
  answer: { status: 200, schema: api.signingAnswer },
  refusals: ['NOT_FOUND', 'SIGNING_MOVED_ON', 'SIGNATURE_INVALID', 'SIGNING_LAPSED', 'SIGNING_CANCELLED'],
  handler: ({ hub, caller, params: { id }, body }) => hub.services.signings.sign(caller, id, body),
});
