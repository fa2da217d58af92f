import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

/** Made anew at each call, under the electronic seal of the department in charge; nothing is written. */
export const ofd = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/document.ofd',
  summary: {
    zh: '下载证照的 OFD（GB/T 33190）：内附存证文件，加盖电子印章（GB/T 38540）',
    en: 'Download a certificate as OFD (GB/T 33190), its evidence document attached, under an electronic seal (GB/T 38540)',
  },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: binary, media: 'application/ofd' },
  refusals: [...OF_IDENTIFIER, 'DOCUMENT_ERASED', 'SM2_SEAL_NEEDED', 'SEAL_KEY_NOT_LIVE', 'SEAL_ELSEWHERE'],
  handler: ({ hub, caller, params }) => hub.services.licenses.ofd(caller, params.id),
  headers: () => ({
    'Content-Disposition': 'attachment; filename="certificate.ofd"',
    'Cache-Control': 'private, no-store',
  }),
});
