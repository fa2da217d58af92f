import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_ENTRY } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/credit/entries/{subject}/{entry}',
  summary: { zh: '查询一条信用信息及其公示状态', en: 'Read one credit entry, and whether it is published' },
  scope: 'credit:get',
  idempotent: false,
  params: api.entryParams,
  answer: { status: 200, schema: api.creditEntryAnswer },
  refusals: [...OF_ENTRY, 'ENTRY_REPAIRED', 'ENTRY_ANNULLED', 'ENTRY_NOT_PUBLISHED', 'RULES_MISSING'],
  handler: ({ hub, caller, params }) => hub.services.credit.get(caller, params),
});
