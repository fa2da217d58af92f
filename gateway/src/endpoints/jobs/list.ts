import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/jobs',
  summary: {
    zh: '列出本部门的任务（文件上传与其他写入），新的在前',
    en: "List the department's jobs, uploads and other writes, the newest first",
  },
  scope: 'job:read',
  idempotent: false,
  query: api.jobQuery,
  answer: { status: 200, schema: api.jobPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.jobs.list(caller, query),
});
