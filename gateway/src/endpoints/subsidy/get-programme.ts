import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const getProgramme = endpoint({
  method: 'GET',
  path: '/v1/subsidy/programmes/{programme}',
  summary: { zh: '查询一项贴息政策的各个版本', en: 'Read every edition of a subsidy programme' },
  scope: 'subsidy:getProgramme',
  idempotent: false,
  params: api.programmeParams,
  answer: { status: 200, schema: api.programmeEditions },
  refusals: ['PROGRAMME_UNKNOWN'],
  handler: ({ hub, caller, params: { programme } }) => hub.services.subsidy.programme(caller, programme),
});
