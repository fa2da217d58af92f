import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { bySerial } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/pki/certificates/{serial}',
  summary: { zh: '查询印章证书及其状态', en: 'Read a seal certificate, and whether it is revoked' },
  scope: 'registry:get',
  idempotent: false,
  params: bySerial,
  answer: { status: 200, schema: api.sealCertificate },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { serial } }) => hub.services.pki.get(serial),
});
