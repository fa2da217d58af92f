import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/officer-keys/{department}/{officer}',
  summary: { zh: '查询经办审核人员密钥', en: "Read an officer's key, as it stands or was in force at a day" },
  scope: 'registry:get',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.officerKey },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'officerKey', ...named }, query.asOf),
});
