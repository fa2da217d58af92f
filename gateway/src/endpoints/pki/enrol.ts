import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_CHANGE } from '../registry/put.js';
import { REQUEST } from './examples.js';

/** What any certifying may be refused with. */
export const OF_REQUEST = [
  ...OF_CHANGE,
  'DEPARTMENT_UNKNOWN',
  'PEM_INVALID',
  'REQUEST_INVALID',
  'KEY_UNSUPPORTED',
] as const;

export const enrol = endpoint({
  method: 'POST',
  path: '/v1/pki/certificates',
  summary: {
    zh: '签发印章证书：核验 PKCS#10 申请，签发并登记印章密钥',
    en: 'Certify a seal key that a PKCS#10 request proves, and register it',
  },
  scope: 'registry:putSealKey',
  idempotent: true,
  signedByCaller: true,
  body: api.enrolInput,
  example: { department: '11410800MB18523953', request: REQUEST },
  answer: { status: 201, schema: api.enrolAnswer },
  refusals: OF_REQUEST,
  handler: ({ hub, caller, body, once }) => hub.services.pki.enrol(caller, body, once),
});
