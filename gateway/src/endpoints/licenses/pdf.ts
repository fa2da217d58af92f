import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

/** Made anew at each call, under the seal of the department in charge; nothing is written. */
export const pdf = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/document.pdf',
  summary: {
    zh: '下载证照的 PDF：按类型版式排版，内附存证文件，由发证机关签名（PAdES）',
    en: 'Download a certificate as PDF: set by its type, its evidence document attached, signed by the issuer (PAdES)',
  },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: binary, media: 'application/pdf' },
  refusals: [
    ...OF_IDENTIFIER,
    'DOCUMENT_ERASED',
    'CHARACTER_NOT_PRINTABLE',
    'SEAL_KEY_NOT_LIVE',
    'SEAL_ELSEWHERE',
  ],
  handler: ({ hub, caller, params }) => hub.services.licenses.pdf(caller, params.id),
  headers: () => ({
    'Content-Disposition': 'attachment; filename="certificate.pdf"',
    'Cache-Control': 'private, no-store',
  }),
});
