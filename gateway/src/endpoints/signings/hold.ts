import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { requestExample } from './example.js';

export const hold = endpoint({
  method: 'POST',
  path: '/v1/identity',
  summary: {
    zh: '由调用方自持签名私钥：提交证书请求，取得证书',
    en: 'Keep the signing key oneself: have a request for its certificate certified',
  },
  scope: 'identity:hold',
  idempotent: true,
  body: api.identityInput,
  example: { name: '2026', request: requestExample },
  answer: { status: 201, schema: api.identityAnswer },
  refusals: [
    'CREDENTIAL_TAKEN',
    'REQUEST_INVALID',
    'KEY_UNSUPPORTED',
    'ENROLMENT_REFUSED',
    'AUTHORITY_UNAVAILABLE',
  ],
  handler: ({ hub, caller, body, once }) => hub.services.signings.hold(caller, body, once),
});
