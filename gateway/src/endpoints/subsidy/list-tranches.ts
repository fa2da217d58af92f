import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_OFFICE } from './examples.js';

export const listTranches = endpoint({
  method: 'GET',
  path: '/v1/subsidy/programmes/{programme}/tranches',
  summary: {
    zh: '财政部门列出各银行各月的额度及余额',
    en: 'The finance office lists the tranches of all banks and months, with what each has left',
  },
  scope: 'subsidy:getTranche',
  idempotent: false,
  params: api.programmeParams,
  query: api.trancheQuery,
  answer: { status: 200, schema: api.tranchePage },
  refusals: OF_OFFICE,
  handler: ({ hub, caller, params: { programme }, query }) =>
    hub.services.subsidy.tranches(caller, programme, query),
});
