import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const cancel = endpoint({
  method: 'POST',
  path: '/v1/jobs/{id}/cancel',
  summary: {
    zh: '取消尚未办理任何证照的任务，并删除其文件',
    en: 'Cancel a job of which nothing is carried out yet, and delete its file',
  },
  scope: 'job:manage',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.jobAnswer },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN', 'JOB_COMMITTED'],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.jobs.cancel(caller, id, once),
});
