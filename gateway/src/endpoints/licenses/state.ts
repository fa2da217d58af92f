import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const state = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/state',
  summary: {
    zh: '查询证照在某日的状态，以及按某时所知的状态',
    en: 'Read how a certificate stood on a day, as known at a block height or a date',
  },
  scope: 'license:stateAt',
  idempotent: false,
  params: licenseParams,
  query: api.stateQuery,
  answer: { status: 200, schema: api.licenseStateAnswer },
  refusals: [...OF_IDENTIFIER, 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, params, query }) => hub.services.licenses.state(caller, params.id, query),
});
