import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

/** Cancelled twice, it is cancelled: nothing happens twice. */
export const cancel = endpoint({
  method: 'POST',
  path: '/v1/signings/{id}/cancel',
  summary: {
    zh: '取消尚未签名的写操作，并删除为其准备的内容',
    en: 'Cancel a write one has not signed, and drop what was made ready for it',
  },
  scope: 'identity:hold',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.signingAnswer },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN', 'JOB_COMMITTED'],
  handler: ({ hub, caller, params: { id } }) => hub.services.signings.cancel(caller, id),
});
