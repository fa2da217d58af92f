import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const renew = endpoint({
  method: 'POST',
  path: '/v1/timestamps/renew',
  summary: {
    zh: '更换时间戳密钥；写明原因的，原证书同时吊销',
    en: 'Change the key of time stamps; with a reason, the former certificate is revoked',
  },
  scope: 'stamp:renew',
  idempotent: true,
  body: api.stampKeyInput,
  example: { reason: 'superseded' },
  answer: { status: 201, schema: api.stampKey },
  refusals: ['NOT_FOUND', 'FIELD_MISSING', 'FIELD_INVALID', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, body, once }) => hub.services.timestamps.renew(caller, body, once),
});
