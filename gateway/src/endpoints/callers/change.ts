import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { OF_APPOINTMENT } from './create.js';
import { CLERK } from './examples.js';
import { params } from './params.js';

export const change = endpoint({
  method: 'PUT',
  path: '/v1/callers/{id}',
  summary: {
    zh: '变更调用方的角色、部门、权限与限额；立即生效',
    en: "Change a caller's role, department, scopes and limits, from the next request on",
  },
  scope: 'caller:manage',
  idempotent: true,
  params,
  body: api.callerChange,
  example: CLERK,
  answer: { status: 200, schema: api.callerAnswer },
  refusals: [...OF_APPOINTMENT, 'NOT_FOUND', 'STALE', 'CALLER_DISABLED'],
  handler: ({ hub, caller, params: { id }, body, once, ifMatch }) =>
    hub.services.roster.change(caller, id, withRevision(body, ifMatch), once),
});
