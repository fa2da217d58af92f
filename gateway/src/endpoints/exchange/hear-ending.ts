import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { bankExample, officeExample, signatureExample } from '../consents/examples.js';
import { letterExample } from './examples.js';
import { LETTER_REFUSALS } from './refusals.js';

/** A letter as for a pull, the other way: its own proof of who sends it, and it counts once. */
export const hearEnding = endpoint({
  method: 'POST',
  path: '/v1/exchange/endings',
  summary: {
    zh: '供信用主管部门中枢调用：以签名报文告知银行，其有效授权的企业的营业执照已被吊销、撤销或注销',
    en: "For the credit office's hub: tell a bank by a signed letter that the business licence of an enterprise it has a live consent of was revoked, annulled or deregistered",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.signedEndingNotice,
  example: {
    message: {
      ...letterExample,
      from: officeExample,
      to: bankExample,
      kind: 'ending-notice',
      consent: 'A'.repeat(22),
      transactionId: '0'.repeat(64),
      block: 120,
      index: 0,
    },
    signature: signatureExample,
  },
  answer: { status: 200, schema: schemas.signedEndingReceipt },
  refusals: [
    ...LETTER_REFUSALS,
    'EXCHANGE_ACT_UNKNOWN',
    'CONSENT_UNKNOWN',
    'CONSENT_PAUSED',
    'CONSENT_WITHDRAWN',
    'CONSENT_EXPIRED',
    'CONSENT_NOT_BEGUN',
  ],
  handler: ({ hub, body }) => hub.services.exchange.hearEnding(body),
});
