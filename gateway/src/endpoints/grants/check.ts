import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { RELEASE } from './examples.js';
import { OF_GRANT } from './params.js';

export const check = endpoint({
  method: 'POST',
  path: '/v1/grants/{id}/check',
  summary: {
    zh: '查验某次提供此刻是否在授权范围内',
    en: 'Ask whether a release would be covered now, and what of it is not',
  },
  scope: 'sharing:checkGrant',
  idempotent: false,
  params: api.grantParams,
  body: api.grantCheckInput,
  example: RELEASE,
  answer: { status: 200, schema: api.grantCheckAnswer },
  refusals: OF_GRANT,
  handler: ({ hub, caller, params, body }) => hub.services.grants.check(caller, params.id, body),
});
