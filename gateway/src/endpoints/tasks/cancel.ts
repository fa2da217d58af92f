import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_DECISION, params } from './params.js';

export const cancel = endpoint({
  method: 'POST',
  path: '/v1/tasks/{id}/cancel',
  summary: { zh: '经办人取消待审核的任务', en: 'Cancel what one prepared oneself while it waits' },
  scope: 'task:decide',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.taskAnswer },
  refusals: OF_DECISION,
  handler: ({ hub, caller, params: { id }, once }) => hub.services.tasks.cancel(caller, id, once),
});
