import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/tasks/{id}',
  summary: {
    zh: '查询任务：待审核的内容，或办理结果',
    en: 'Read a task: what is to be reviewed, or what became of it',
  },
  scope: 'task:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.taskAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.tasks.get(caller, id),
});
