import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/jobs/{id}',
  summary: {
    zh: '查询任务：进度、识别的列、已上链的批次和错误',
    en: 'Read a job: its progress, the columns recognised, the batches that stand, and what is wrong',
  },
  scope: 'job:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.anyJobAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.jobs.get(caller, id),
});
