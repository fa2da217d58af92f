import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_AUDIT } from './refusals.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/audit/acts',
  summary: {
    zh: '按部门、经办人、类型、证照、期间查询办理记录及其交易与区块；非审计人员仅见本部门',
    en: 'List acts by department, person in charge, type, certificate or period, with transaction and block; others than auditors see their own department',
  },
  scope: 'audit:list',
  idempotent: false,
  query: api.auditQuery,
  answer: { status: 200, schema: api.auditPage },
  refusals: OF_AUDIT,
  handler: ({ hub, caller, query }) => hub.services.audit.acts(caller, query),
});
