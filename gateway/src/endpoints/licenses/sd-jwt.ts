import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

/** Makes one anew, and writes nothing: no Idempotency-Key. */
export const sdJwt = endpoint({
  method: 'POST',
  path: '/v1/licenses/{id}/sd-jwt',
  summary: {
    zh: '将证照导出为 SD-JWT VC（RFC 9901），可绑定持证主体的密钥供其选择性出示',
    en: 'Export a certificate as SD-JWT VC (RFC 9901), bound to a key of its holder where one is named',
  },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  body: api.sdJwtInput,
  example: { validOn: '2026-01-01' },
  answer: { status: 200, schema: api.sdJwtAnswer },
  refusals: [
    ...OF_IDENTIFIER,
    'DOCUMENT_ERASED',
    'NOT_ACCREDITED',
    'SEAL_KEY_NOT_LIVE',
    'SEAL_ELSEWHERE',
    'HOLDER_KEY_REFUSED',
  ],
  handler: ({ hub, caller, params, body }) => hub.services.licenses.sdJwt(caller, params.id, body),
});
