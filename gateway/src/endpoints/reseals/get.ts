import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/reseals/{id}',
  summary: {
    zh: '查询重新签章任务：进度、被拒批次和原因',
    en: 'Read a job of sealing anew: its progress, and what was refused and why',
  },
  scope: 'job:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.resealAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.reseals.get(caller, id),
});
