import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const disable = endpoint({
  method: 'POST',
  path: '/v1/callers/{id}/disable',
  summary: {
    zh: '停用调用方：立即生效，不可恢复，并吊销其身份证书',
    en: 'Disable a caller, at once and for good, and have its certificates revoked',
  },
  scope: 'caller:manage',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.callerAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.roster.disable(caller, id, once),
});
