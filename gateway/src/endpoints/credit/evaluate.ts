import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_SUBJECT } from './params.js';

export const evaluate = endpoint({
  method: 'POST',
  path: '/v1/credit/enterprises/{subject}/evaluations',
  summary: {
    zh: '对企业作出信用评价并上链，附全部依据条目的根',
    en: 'Evaluate an enterprise on the ledger, with the root over exactly the entries that counted',
  },
  scope: 'credit:evaluate',
  idempotent: true,
  signedByCaller: true,
  params: api.enterpriseParams,
  body: api.evaluateInput,
  example: { at: '2026-06-30' },
  answer: { status: 201, schema: api.evaluationAnswer },
  refusals: [
    ...OF_SUBJECT,
    'DATE_IMPOSSIBLE',
    'DECIDED_IN_FUTURE',
    'NOT_CREDIT_OFFICE',
    'ALREADY_APPLIED',
    'RULES_MISSING',
  ],
  handler: ({ hub, caller, params, body, once }) =>
    hub.services.credit.evaluate(caller, params.subject, body, once),
});
