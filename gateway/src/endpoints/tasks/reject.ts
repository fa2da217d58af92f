import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_DECISION, params } from './params.js';

export const reject = endpoint({
  method: 'POST',
  path: '/v1/tasks/{id}/reject',
  summary: { zh: '审核不通过，说明理由', en: 'Reject what another prepared, with the reason' },
  scope: 'task:decide',
  idempotent: true,
  params,
  body: api.rejectInput,
  example: { reason: '经营场所与现场核查记录不一致' },
  answer: { status: 200, schema: api.taskAnswer },
  refusals: [...OF_DECISION, 'SAME_PERSON_TWICE'],
  handler: ({ hub, caller, params: { id }, body, once }) => hub.services.tasks.reject(caller, id, body, once),
});
