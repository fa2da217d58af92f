import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/signings',
  summary: {
    zh: '列出等待自己签名的写操作，或已失效、已取消的',
    en: "List one's own writes that wait for a signature, or that lapsed or were cancelled",
  },
  scope: 'identity:hold',
  idempotent: false,
  query: api.signingQuery,
  answer: { status: 200, schema: api.signingPage },
  refusals: [],
  handler: async ({ hub, caller, query }) => ({ items: await hub.services.signings.list(caller, query) }),
});
