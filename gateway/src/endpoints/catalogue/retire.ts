import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_ENTRIES } from './params.js';

export const retire = endpoint({
  method: 'POST',
  path: '/v1/catalogue-retirements',
  summary: {
    zh: '停用目录或清单中的条目：历次修订仍可查阅',
    en: 'Take entries out of catalogue or lists: their revisions stay readable',
  },
  scope: 'catalogue:retire',
  idempotent: true,
  signedByCaller: true,
  body: api.retireInput,
  example: {
    entries: [{ list: 'resources', group: '307001', item: '0004', reason: '抽查结果并入行政处罚信息' }],
  },
  answer: { status: 200, schema: api.entriesWrittenAnswer },
  refusals: [...OF_ENTRIES, 'CATALOGUE_ENTRY_RETIRED', 'ROLE_NOT_ALLOWED'],
  handler: ({ hub, caller, body, once }) => hub.services.catalogue.retire(caller, body, once),
});
