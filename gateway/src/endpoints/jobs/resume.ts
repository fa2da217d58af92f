import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { locationOf, params } from './params.js';

export const resume = endpoint({
  method: 'POST',
  path: '/v1/jobs/{id}/resume',
  summary: {
    zh: '排除原因后继续办理已停止的任务',
    en: 'Go on with a job that stopped, once the cause is removed',
  },
  scope: 'job:manage',
  idempotent: true,
  params,
  body: api.resumeInput,
  example: { rows: 'good' },
  answer: { status: 202, schema: api.anyJobAnswer },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN'],
  handler: ({ hub, caller, params: { id }, body, once }) => hub.services.jobs.resume(caller, id, body, once),
  headers: locationOf,
});
