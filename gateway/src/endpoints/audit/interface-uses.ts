import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const interfaceUses = endpoint({
  method: 'GET',
  path: '/v1/audit/interface-uses',
  summary: {
    zh: '查询接口调用的访问记录，新的在前；非审计人员仅见本部门',
    en: 'List the recorded calls of the interfaces in the field, newest first; others than auditors see their own',
  },
  scope: 'audit:list',
  idempotent: false,
  query: api.interfaceUseQuery,
  answer: { status: 200, schema: api.interfaceUsePage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.interfaces.uses(caller, query),
});
