import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/interface-access/{department}',
  summary: {
    zh: '查询单位的接口权限、额度与今日已用次数',
    en: "Read what an organisation may do through the interfaces in the field, and today's count",
  },
  scope: 'interface:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.interfaceAccess },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { department } }) => hub.services.interfaces.get(caller, department),
});
