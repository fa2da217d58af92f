import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/openapi.json',
  summary: { zh: '本接口的 OpenAPI 3.1 说明', en: 'The OpenAPI 3.1 description of this API' },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: api.openApiDocument },
  refusals: [],
  handler: ({ hub }) => Promise.resolve(hub.openapi()),
});
