import { z } from 'zod';
import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';

const ANSWER = {
  status: 200,
  schema: binary,
  media: 'application/ocsp-response',
} as const;
/** Larger than any request with the certificates it may name. */
const LIMIT = 4096;

export const askOcsp = endpoint({
  method: 'POST',
  path: '/v1/pki/ocsp',
  summary: {
    zh: '查询证书状态（OCSP，RFC 6960）',
    en: 'Ask for the status of certificates (OCSP, RFC 6960)',
  },
  scope: 'public',
  idempotent: false,
  takes: 'application/ocsp-request',
  body: binary,
  bodyLimit: LIMIT,
  answer: ANSWER,
  refusals: [],
  handler: ({ hub, body }) => hub.services.pki.ocsp(body),
});

export const getOcsp = endpoint({
  method: 'GET',
  path: '/v1/pki/ocsp/{request}',
  summary: {
    zh: '查询证书状态（OCSP，请求以 Base64 写入地址）',
    en: 'The same with the request in the address, in base64 (RFC 6960 appendix A)',
  },
  scope: 'public',
  idempotent: false,
  params: z.strictObject({ request: z.string().regex(/^[A-Za-z0-9+/]{1,5460}={0,2}$/) }),
  answer: ANSWER,
  refusals: [],
  handler: ({ hub, params: { request } }) => hub.services.pki.ocsp(Buffer.from(request, 'base64')),
});
