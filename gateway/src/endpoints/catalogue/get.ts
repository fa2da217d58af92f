import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/catalogue/{list}/{group}/{item}',
  summary: {
    zh: '查询目录或清单中的条目及历次修订的差异',
    en: 'Read an entry of the catalogue or a list, and in what its revisions differ',
  },
  scope: 'catalogue:get',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.catalogueEntryAnswer },
  refusals: ['CATALOGUE_ENTRY_UNKNOWN'],
  handler: ({ hub, caller, params: place }) => hub.services.catalogue.get(caller, place),
});
