import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { byIssuer } from './params.js';

export const chain = endpoint({
  method: 'GET',
  path: '/v1/pki/issuers/{issuer}/chain',
  summary: {
    zh: '下载签发机构的证书链（PEM，末尾为根证书）',
    en: "Download an issuing authority's chain in PEM, the root last",
  },
  scope: 'public',
  idempotent: false,
  params: byIssuer,
  answer: { status: 200, schema: z.string(), media: 'application/pem-certificate-chain' },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { issuer } }) => hub.services.pki.chain(issuer),
});
