import { api } from '@hanlian/chaincode/domain';
import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

/** Made anew at each call, by the office's hub; nothing is written, and no pull is taken. */
export const reportPdf = endpoint({
  method: 'GET',
  path: '/v1/consents/{id}/pulls/{window}/{slot}/report.pdf',
  summary: {
    zh: '银行下载已查询到的信用报告的 PDF：内附报告原文，由信用主管部门签名（PAdES）；不占用查询名额',
    en: 'A bank downloads a report it has pulled as PDF: the report attached, signed by the credit office (PAdES); it takes no pull',
  },
  scope: 'exchange:pull',
  idempotent: false,
  params: params.extend(api.pullPlace.shape),
  answer: { status: 200, schema: binary, media: 'application/pdf' },
  refusals: [
    'PULL_UNKNOWN',
    'HOLDER_KEY_NOT_BOUND',
    'STATEMENT_OUT_OF_TIME',
    'EXCHANGE_PEER_UNKNOWN',
    'EXCHANGE_UNREACHABLE',
    'EXCHANGE_REPLY_WRONG',
    'DOCUMENT_ERASED',
    'CHARACTER_NOT_PRINTABLE',
    'SEAL_KEY_NOT_LIVE',
    'SEAL_ELSEWHERE',
  ],
  handler: ({ hub, caller, params: { id, window, slot } }) =>
    hub.services.exchange.pdf(caller, { id, window, slot: Number(slot) }),
  headers: () => ({
    'Content-Disposition': 'attachment; filename="report.pdf"',
    'Cache-Control': 'private, no-store',
  }),
});
