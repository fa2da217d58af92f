import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { BASIS } from './examples.js';
import { OF_SUBJECT } from './params.js';

export const succeed = endpoint({
  method: 'POST',
  path: '/v1/credit/enterprises/{subject}/succession',
  summary: {
    zh: '登记企业更名、合并、换码或注销；信用信息随之承继',
    en: 'Record that an enterprise was renamed, merged, given a new code or deregistered: its entries follow it',
  },
  scope: 'credit:succeedSubject',
  idempotent: true,
  signedByCaller: true,
  params: api.enterpriseParams,
  body: api.succeedSubjectInput,
  example: { kind: 'merger', successor: '91350100M000100Y43', since: '2026-06-01', basis: BASIS },
  answer: { status: 200, schema: api.succeededAnswer },
  refusals: [
    ...OF_SUBJECT,
    'SUBJECT_SUCCESSION_INVALID',
    'DATE_IMPOSSIBLE',
    'DECIDED_IN_FUTURE',
    'STALE',
    'ALREADY_APPLIED',
  ],
  handler: ({ hub, caller, params, body, once }) =>
    hub.services.credit.succeed(caller, params.subject, body, once),
});
