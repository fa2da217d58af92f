import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const put = endpoint({
  method: 'PUT',
  path: '/v1/interface-access/{department}',
  summary: {
    zh: '设定单位可用的接口、证照类型、字段、每日额度、有效期与来源地址',
    en: 'Set which interfaces, types and fields an organisation may use, how often a day, until when and from where',
  },
  scope: 'interface:manage',
  idempotent: true,
  params,
  body: api.interfaceAccessInput,
  example: {
    interfaces: ['queryCert', 'verifyCertInfo'],
    types: ['11100000MB0143028R901'],
    fields: ['unitName'],
    dailyQuota: 10000,
    since: '2026-01-01',
    until: '2026-12-31',
    addresses: ['10.12.0.0/16'],
  },
  answer: { status: 200, schema: api.interfaceAccess },
  refusals: ['DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, params: { department }, body, once }) =>
    hub.services.interfaces.put(caller, department, body, once),
});
