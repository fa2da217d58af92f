import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/licenses',
  summary: {
    zh: '按类型、发证机关、状态、期间或编号前缀查询证照',
    en: 'List certificates by type, issuer, standing, period or the beginning of the serial',
  },
  scope: 'license:page',
  idempotent: false,
  query: api.licenseQuery,
  answer: { status: 200, schema: api.licenseList },
  refusals: ['DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, query }) => hub.services.licenses.list(caller, query),
});
