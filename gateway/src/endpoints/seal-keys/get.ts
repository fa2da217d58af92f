import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/seal-keys/{department}/{key}',
  summary: { zh: '查询印章密钥', en: 'Read a seal key, as it stands or was in force at a day' },
  scope: 'registry:get',
  idempotent: false,
  params,
  query: api.asOfQuery,
  answer: { status: 200, schema: schemas.sealKey },
  refusals: ['NOT_FOUND', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, params: named, query }) =>
    hub.services.registry.get({ kind: 'sealKey', ...named }, query.asOf),
});
