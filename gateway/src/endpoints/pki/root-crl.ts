import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { byRoot } from './params.js';

export const rootCrl = endpoint({
  method: 'GET',
  path: '/v1/pki/roots/{root}/crl',
  summary: {
    zh: '下载根机构的吊销列表：所列为签发机构与时间戳机构（RFC 5280，DER）',
    en: 'Download a root’s revocation list, of issuing authorities and of the time-stamp authority (RFC 5280, DER)',
  },
  scope: 'public',
  idempotent: false,
  params: byRoot,
  answer: { status: 200, schema: binary, media: 'application/pkix-crl' },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { root } }) => hub.services.pki.rootList(root),
});
