import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/sharing/onward/{id}',
  summary: {
    zh: '查看本部门交付或签收的产品的回执',
    en: "Read the receipt of a product that one's own department handed on, or confirmed",
  },
  scope: 'onward:write',
  idempotent: false,
  params: api.onwardPath,
  query: api.onwardQuery,
  answer: { status: 200, schema: api.onwardRecords },
  refusals: ['ONWARD_UNKNOWN', 'ONWARD_OF_SEVERAL'],
  handler: ({ hub, caller, params: { id }, query }) => hub.services.onward.get(caller, id, query),
});
