import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/signings',
  summary: { zh: '列出等待自己签名的写操作', en: "List one's own writes that wait for a signature" },
  scope: 'identity:hold',
  idempotent: false,
  answer: { status: 200, schema: api.signingPage },
  refusals: [],
  handler: async ({ hub, caller }) => ({ items: await hub.services.signings.list(caller) }),
});
