import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_GRANT } from './params.js';

export const leases = endpoint({
  method: 'GET',
  path: '/v1/grants/{id}/leases',
  summary: {
    zh: '列出一项授权已领取的配额',
    en: "List what was taken of a grant's quota, by window and lease",
  },
  scope: 'sharing:pageLeases',
  idempotent: false,
  params: api.grantParams,
  query: api.pageQuery,
  answer: { status: 200, schema: api.leasePage },
  refusals: [...OF_GRANT, 'FIELD_INVALID'],
  handler: ({ hub, caller, params, query }) => hub.services.grants.leases(caller, params.id, query),
});
