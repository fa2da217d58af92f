import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const witnesses = endpoint({
  method: 'GET',
  path: '/v1/log/witnesses',
  summary: {
    zh: '日志的见证方、签署情况与分叉证据',
    en: "The log's witnesses, what they signed, and the evidence of forks",
  },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: api.witnessesAnswer },
  refusals: [],
  handler: ({ hub }) => hub.services.log.witnesses(),
});
