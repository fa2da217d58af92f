import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/tasks',
  summary: {
    zh: '列出本部门的双人任务（待我审核、我经办的），新的在前',
    en: "List the department's tasks for two people, the newest first: mine to review, or mine prepared",
  },
  scope: 'task:read',
  idempotent: false,
  query: api.taskQuery,
  answer: { status: 200, schema: api.taskPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.tasks.list(caller, query),
});
