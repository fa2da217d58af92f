import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/findings/{id}',
  summary: { zh: '查看审计发现及其答复', en: 'Get a finding and what was said to it' },
  scope: 'sharing:getFinding',
  idempotent: false,
  params: api.findingParams,
  answer: { status: 200, schema: api.findingAnswer },
  refusals: ['FINDING_UNKNOWN'],
  handler: ({ hub, caller, params: { id } }) => hub.services.findings.get(caller, id),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
