import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_REQUEST } from './enrol.js';
import { REQUEST } from './examples.js';
import { bySerial } from './params.js';

export const renew = endpoint({
  method: 'POST',
  path: '/v1/pki/certificates/{serial}/renew',
  summary: {
    zh: '续发印章证书：新密钥与旧证书并行至旧证书到期；由本站点保管的印章可不附申请',
    en: 'Certify the key that follows; the earlier certificate holds to its end. A seal this hub keeps needs no request',
  },
  scope: 'registry:putSealKey',
  idempotent: true,
  signedByCaller: true,
  params: bySerial,
  body: api.renewInput,
  example: { request: REQUEST },
  answer: { status: 201, schema: api.enrolAnswer },
  refusals: [...OF_REQUEST, 'NOT_FOUND'],
  handler: ({ hub, caller, params: { serial }, body, once }) =>
    hub.services.pki.renew(caller, serial, body, once),
});
