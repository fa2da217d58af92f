import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { CLERK } from './examples.js';

/** What any appointment may be refused with. */
export const OF_APPOINTMENT = [
  'ROLE_NOT_GRANTED',
  'SCOPE_NOT_HELD',
  'DEPARTMENT_UNKNOWN',
  'WRONG_MSP',
  'ENROLMENT_REFUSED',
  'AUTHORITY_UNAVAILABLE',
] as const;

export const create = endpoint({
  method: 'POST',
  path: '/v1/callers',
  summary: {
    zh: '新建调用方并给出首个密钥；密钥只显示一次',
    en: 'Make a caller with its first key, which is shown once',
  },
  scope: 'caller:manage',
  idempotent: true,
  body: api.callerInput,
  example: { id: 'market-clerk-2', ...CLERK },
  answer: { status: 201, schema: api.callerAnswer },
  refusals: [...OF_APPOINTMENT, 'CALLER_TAKEN'],
  handler: ({ hub, caller, body, once }) => hub.services.roster.create(caller, body, once),
  headers: ({ id }) => ({ Location: `/v1/callers/${id}` }),
});
