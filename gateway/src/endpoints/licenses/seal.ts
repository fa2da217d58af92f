import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const seal = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/seal',
  summary: {
    zh: '下载证照所在批次的印章（CMS，含批次声明；已加盖时间戳的为 CAdES-T），可用 openssl 校验',
    en: 'Download the seal of a certificate’s batch with its statement as CMS, CAdES T once stamped; openssl verifies it',
  },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: binary, media: 'application/cms' },
  refusals: [...OF_IDENTIFIER, 'DOCUMENT_ERASED'],
  handler: ({ hub, caller, params: { id } }) => hub.services.licenses.seal(caller, id),
});
