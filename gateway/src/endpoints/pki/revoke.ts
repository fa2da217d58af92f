import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_CHANGE } from '../registry/put.js';
import { bySerial } from './params.js';

export const revoke = endpoint({
  method: 'POST',
  path: '/v1/pki/certificates/{serial}/revoke',
  summary: {
    zh: '吊销印章证书并写明原因；密钥泄露可注明自何时起',
    en: 'Revoke a seal certificate for a reason; of a compromise, since when',
  },
  scope: 'registry:putSealKey',
  idempotent: true,
  signedByCaller: true,
  params: bySerial,
  body: api.revokeInput,
  example: { reason: 'superseded' },
  answer: { status: 200, schema: api.registryAnswer },
  refusals: [...OF_CHANGE, 'NOT_FOUND', 'RECORD_FINAL'],
  handler: ({ hub, caller, params: { serial }, body, once }) =>
    hub.services.pki.revoke(caller, serial, body, once),
});
