import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_DECISION, params } from './params.js';

export const approve = endpoint({
  method: 'POST',
  path: '/v1/tasks/{id}/approve',
  summary: { zh: '审核通过并办理', en: 'Approve what another prepared, which carries it out' },
  scope: 'task:decide',
  idempotent: true,
  params,
  answer: { status: 200, schema: api.taskAnswer },
  refusals: [
    ...OF_DECISION,
    'SAME_PERSON_TWICE',
    'OFFICER_UNKNOWN',
    'DOCUMENT_ERASED',
    'SERIAL_TAKEN',
    'BATCH_INCOMPLETE',
    'ILLEGAL_TRANSITION',
    'NOT_ACCREDITED',
  ],
  handler: ({ hub, caller, params: { id }, once }) => hub.services.tasks.approve(caller, id, once),
});
