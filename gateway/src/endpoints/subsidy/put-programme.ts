import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { PROGRAMME } from './examples.js';

export const putProgramme = endpoint({
  method: 'PUT',
  path: '/v1/subsidy/programmes/{programme}',
  summary: {
    zh: '财政部门设立贴息政策或其新版本：利率、上限、行业、区划、期间、预算，自所定之日起施行',
    en: 'The finance office makes a subsidy programme or its next edition: rate, cap, industries, districts, periods, budget',
  },
  scope: 'subsidy:putProgramme',
  idempotent: true,
  signedByCaller: true,
  params: api.programmeParams,
  body: api.programmeInput,
  example: PROGRAMME,
  answer: { status: 200, schema: api.programmeWritten },
  instead: { status: 201, schema: api.programmeWritten, applies: ({ revision }) => revision === 0 },
  refusals: [
    'NOT_FINANCE_OFFICE',
    'OTHER_DEPARTMENT',
    'PROGRAMME_PERIODS_OVERLAP',
    'RULES_OVERLAP',
    'RECORD_FINAL',
    'DATE_IMPOSSIBLE',
    'STALE',
    'TXTIME_TOO_OLD',
  ],
  handler: ({ hub, caller, params: { programme }, body, once, ifMatch }) =>
    hub.services.subsidy.putProgramme(caller, programme, withRevision(body, ifMatch), once),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
