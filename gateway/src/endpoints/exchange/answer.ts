import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { digestExample, signatureExample } from '../consents/examples.js';
import { PULL_REFUSALS } from '../consents/refusals.js';
import { letterExample } from './examples.js';
import { LETTER_REFUSALS } from './refusals.js';

const ID = 'A'.repeat(22);

/** A letter is its own proof of who sends it, and counts once. */
export const answer = endpoint({
  method: 'POST',
  path: '/v1/exchange/pulls',
  summary: {
    zh: '供银行中枢调用：以签名报文查询信用报告；先在账本上占用一次查询名额，再出具报告',
    en: "For banks' hubs: ask for a report by a signed letter; the pull takes its slot on the ledger before the report is released",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.signedPullQuestion,
  example: {
    message: {
      ...letterExample,
      kind: 'pull-question',
      pull: {
        statement: {
          v: 1,
          kind: 'pull',
          id: ID,
          intent: ID,
          provider: letterExample.to,
          recipient: letterExample.from,
          recipientKey: digestExample,
          purpose: 'credit-approval',
          fields: ['penalty'],
          application: digestExample,
          issuedAt: letterExample.issuedAt,
        },
        signature: signatureExample,
      },
    },
    signature: signatureExample,
  },
  answer: { status: 200, schema: schemas.signedPullReply },
  refusals: [...LETTER_REFUSALS, 'CONSENT_OF_ANOTHER', ...PULL_REFUSALS, 'FIELD_INVALID', 'LOG_PENDING'],
  handler: ({ hub, body }) => hub.services.exchange.answer(body),
});
