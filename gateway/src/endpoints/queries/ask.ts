import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { queryInputExample } from './examples.js';
import { RELEASE_REFUSALS } from './refusals.js';

/** The query's own id makes it count once; the data goes out once, and is not kept to be sent again. */
export const ask = endpoint({
  method: 'POST',
  path: '/v1/sharing/queries',
  summary: {
    zh: '依数据共享授权查询其他部门的数据：先留存签名请求和放出回执，再给出数据',
    en: "Ask for another department's data under a grant: the signed request and the release are on record before data goes out",
  },
  scope: 'query:ask',
  idempotent: false,
  body: api.queryInput,
  example: queryInputExample,
  answer: { status: 200, schema: api.queryAnswer },
  refusals: [
    ...RELEASE_REFUSALS,
    'QUERY_REPLAYED',
    'EXCHANGE_PEER_UNKNOWN',
    'EXCHANGE_UNREACHABLE',
    'EXCHANGE_REPLY_WRONG',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
  ],
  handler: ({ hub, caller, body, address }) => hub.services.queries.ask(caller, body, address),
});
