import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { objectionExample, ownExample } from './examples.js';
import { NOT_ONES_OWN } from './refusals.js';

/** The same objection sent again is one, so there is no Idempotency-Key. */
export const object = endpoint({
  method: 'POST',
  path: '/v1/accesses/objections',
  summary: {
    zh: '对本人（本企业）数据的一次访问提出异议：读取部门须在期限内答复；无需登录',
    en: 'Object to an access to one’s own data: the department that read it must answer by a deadline; no login',
  },
  scope: 'public',
  idempotent: false,
  body: api.accessObjectionInput,
  example: ownExample('access-objection', objectionExample),
  answer: { status: 201, schema: api.objectionAnswer },
  refusals: [
    ...NOT_ONES_OWN,
    'ACCESS_UNKNOWN',
    'RULES_MISSING',
    'CALENDAR_MISSING',
    'IDEMPOTENCY_IN_PROGRESS',
    'LEDGER_UNAVAILABLE',
  ],
  handler: ({ hub, body }) => hub.services.ownAccesses.object(body),
});
