import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const rows = endpoint({
  method: 'GET',
  path: '/v1/jobs/{id}/rows',
  summary: {
    zh: '查询任务的行：预览、每处错误，或签发后的证照标识',
    en: 'Read the rows of a job: a preview, everything that is wrong, or the identifiers issued',
  },
  scope: 'job:read',
  idempotent: false,
  params,
  query: api.jobRowQuery,
  answer: { status: 200, schema: api.jobRowPage },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN'],
  handler: ({ hub, caller, params: { id }, query }) => hub.services.jobs.rows(caller, id, query),
});
