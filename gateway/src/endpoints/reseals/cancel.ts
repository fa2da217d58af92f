import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const cancel = endpoint({
  method: 'POST',
  path: '/v1/reseals/{id}/cancel',
  summary: {
    zh: '取消尚未开始签章的重新签章任务',
    en: 'Cancel a job of sealing anew that has not begun to seal',
  },
  scope: 'job:manage',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.resealAnswer },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN', 'JOB_COMMITTED'],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.reseals.cancel(caller, id, once),
});
