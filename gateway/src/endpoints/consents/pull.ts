import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { digestExample } from './examples.js';
import { params } from './params.js';
import { PULL_REFUSALS } from './refusals.js';

export const pull = endpoint({
  method: 'POST',
  path: '/v1/consents/{id}/pulls',
  summary: {
    zh: '银行依企业授权查询信用报告：占用一次查询名额，返回加盖印章的报告',
    en: 'A bank pulls the credit report an enterprise has consented to: it takes one of the pulls, and answers the sealed report',
  },
  scope: 'exchange:pull',
  idempotent: true,
  params,
  body: api.pullInput,
  example: { purpose: 'credit-approval', fields: ['penalty'], application: digestExample },
  answer: { status: 200, schema: api.pullOutcome },
  refusals: [
    ...PULL_REFUSALS,
    'STATEMENT_OUT_OF_TIME',
    'HOLDER_KEY_NOT_BOUND',
    'EXCHANGE_PEER_UNKNOWN',
    'EXCHANGE_UNREACHABLE',
    'EXCHANGE_REPLY_WRONG',
    'LOG_PENDING',
  ],
  handler: ({ hub, caller, params: { id }, body, once }) =>
    hub.services.exchange.pull(caller, id, body, once),
});
