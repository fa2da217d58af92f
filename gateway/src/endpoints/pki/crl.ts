import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { byIssuer } from './params.js';

export const crl = endpoint({
  method: 'GET',
  path: '/v1/pki/issuers/{issuer}/crl',
  summary: {
    zh: '下载证书吊销列表（RFC 5280，DER）',
    en: "Download an issuing authority's revocation list (RFC 5280, DER)",
  },
  scope: 'public',
  idempotent: false,
  params: byIssuer,
  answer: { status: 200, schema: binary, media: 'application/pkix-crl' },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { issuer } }) => hub.services.pki.list(issuer),
});
