import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/accreditations/{department}/{type}',
  summary: { zh: '查询发证授权', en: 'Read an accreditation, as it stands or was in force at a day' },
  scope: 'registry:get',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.accreditation },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'accreditation', ...named }, query.asOf),
});
