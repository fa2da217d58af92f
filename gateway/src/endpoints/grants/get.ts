import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_GRANT } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/grants/{id}',
  summary: {
    zh: '查询一项授权：状态、范围、全部经过和期限',
    en: 'Read a grant: how it stands, what it covers, every act on it, and the clock that runs',
  },
  scope: 'sharing:getGrant',
  idempotent: false,
  params: api.grantParams,
  answer: { status: 200, schema: api.grantView },
  refusals: [...OF_GRANT, 'CALENDAR_MISSING'],
  handler: ({ hub, caller, params }) => hub.services.grants.get(caller, params.id),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
