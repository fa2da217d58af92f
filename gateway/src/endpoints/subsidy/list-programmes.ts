import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const listProgrammes = endpoint({
  method: 'GET',
  path: '/v1/subsidy/programmes',
  summary: {
    zh: '列出贴息政策的现行版本',
    en: 'List the subsidy programmes, each by the edition in force',
  },
  scope: 'subsidy:getProgramme',
  idempotent: false,
  query: api.programmeQuery,
  answer: { status: 200, schema: api.programmePage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.subsidy.programmes(caller, query),
});
