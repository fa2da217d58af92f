import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { REQUEST } from './examples.js';

export const request = endpoint({
  method: 'POST',
  path: '/v1/grants',
  summary: {
    zh: '按需求清单申请数据共享（或公共数据授权运营）：无条件共享的即时授权，依法不予的记录理由，其余限期答复',
    en: 'Ask for data by an item of the demand list: granted at once, refused by a law that is recorded, or decided in time',
  },
  scope: 'sharing:requestGrant',
  idempotent: true,
  signedByCaller: true,
  body: api.grantInput,
  example: REQUEST,
  answer: { status: 201, schema: api.grantActAnswer },
  refusals: [
    'CATALOGUE_ENTRY_UNKNOWN',
    'CATALOGUE_ENTRY_RETIRED',
    'RESOURCE_UNKNOWN',
    'DATE_IMPOSSIBLE',
    'FIELD_INVALID',
    'GRANT_EXPIRED',
    'AGREEMENT_NOT_IN_FORCE',
    'HOLDS_CITIZEN_NUMBER',
    'RULES_MISSING',
    'CALENDAR_MISSING',
  ],
  handler: ({ hub, caller, body, once }) => hub.services.grants.request(caller, body, once),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
