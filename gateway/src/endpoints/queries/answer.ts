import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { queryQuestionExample } from './examples.js';

/** What the provider refuses with stands in its answer, signed; a problem says that nothing was recorded. */
export const answer = endpoint({
  method: 'POST',
  path: '/v1/exchange/queries',
  summary: {
    zh: '供其他部门中枢调用：以签名报文查询数据，答复含已签名的回执',
    en: "For other departments' hubs: ask for data by a signed query; the answer carries the signed receipts",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.queryQuestion,
  example: queryQuestionExample,
  answer: { status: 200, schema: schemas.queryReply },
  refusals: [
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'OTHER_DEPARTMENT',
    'QUERY_OPENING_WRONG',
    'QUERY_REPLAYED',
    'LEDGER_VIEW_STALE',
  ],
  handler: ({ hub, body, address }) => hub.services.queries.answer(body, address),
});
