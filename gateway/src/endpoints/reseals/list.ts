import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/reseals',
  summary: {
    zh: '列出本部门的重新签章任务，新的在前',
    en: "List the department's jobs of sealing anew, the newest first",
  },
  scope: 'job:read',
  idempotent: false,
  query: api.resealQuery,
  answer: { status: 200, schema: api.resealPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.reseals.list(caller, query),
});
