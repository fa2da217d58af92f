import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_CHANGE } from '../registry/put.js';
import { withRevision } from '../revision.js';
import { params } from './params.js';

export const succeed = endpoint({
  method: 'POST',
  path: '/v1/departments/{code}/succession',
  summary: {
    zh: '登记部门承继：职责与证照转由另一部门办理',
    en: "Let another department take a department's place",
  },
  scope: 'registry:succeedDepartment',
  idempotent: true,
  signedByCaller: true,
  params,
  body: api.successionInput,
  example: { successor: '11350100M000100Y4B', since: '2027-01-01' },
  answer: { status: 200, schema: api.registryAnswer },
  refusals: [...OF_CHANGE, 'NOT_FOUND', 'DEPARTMENT_UNKNOWN', 'SUCCESSION_INVALID'],
  handler: ({ hub, caller, params: { code }, body, once, ifMatch }) =>
    hub.services.registry.succeed(caller, code, withRevision(body, ifMatch), once),
});
