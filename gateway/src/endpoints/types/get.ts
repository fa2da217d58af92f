import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/types/{code}',
  summary: { zh: '查询证照类型', en: 'Read a certificate type, as it stands or was in force at a day' },
  scope: 'public',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.certificateType },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'type', ...named }, query.asOf),
});
