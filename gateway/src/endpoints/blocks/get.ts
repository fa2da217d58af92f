import { HanlianError, api, base64urlEncode } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { transactionView } from '../transactions/view.js';

const params = z.strictObject({
  number: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,14})$/)
    .transform(Number)
    .pipe(z.int().min(0).max(999_999_999_999_999)),
});

export const get = endpoint({
  method: 'GET',
  path: '/v1/blocks/{number}',
  summary: { zh: '查询一个区块', en: 'Read a block' },
  scope: 'ledger:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.blockAnswer },
  refusals: ['NOT_FOUND'],
  handler: async ({ hub, params: { number } }) => {
    const block = await hub.services.ledger.block(number);
    if (block === undefined) throw new HanlianError('NOT_FOUND', 'The ledger has no such block yet');
    return {
      number: block.number,
      previousHash: base64urlEncode(block.previousHash),
      dataHash: base64urlEncode(block.dataHash),
      hash: base64urlEncode(block.hash),
      stateHash: base64urlEncode(block.stateHash),
      transactions: block.transactions.map(transactionView),
    };
  },
});
