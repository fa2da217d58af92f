import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { letterExample } from './examples.js';
import { signatureExample } from '../consents/examples.js';
import { LETTER_REFUSALS } from './refusals.js';

/** A letter as for a pull: its own proof of who sends it, and it counts once. */
export const answerPdf = endpoint({
  method: 'POST',
  path: '/v1/exchange/reports',
  summary: {
    zh: '供银行中枢调用：以签名报文取得此前出具给它的信用报告的 PDF',
    en: "For banks' hubs: ask by a signed letter for a report released to them before, as PDF",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.signedReportQuestion,
  example: {
    message: { ...letterExample, kind: 'report-question', report: 'A'.repeat(22) },
    signature: signatureExample,
  },
  answer: { status: 200, schema: schemas.signedReportReply },
  refusals: [
    ...LETTER_REFUSALS,
    'PULL_UNKNOWN',
    'DOCUMENT_ERASED',
    'CHARACTER_NOT_PRINTABLE',
    'SEAL_KEY_NOT_LIVE',
    'SEAL_ELSEWHERE',
  ],
  handler: ({ hub, body }) => hub.services.exchange.answerPdf(body),
});
