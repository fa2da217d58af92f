import { HanlianError, api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { transactionView } from './view.js';

const params = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) });

export const get = endpoint({
  method: 'GET',
  path: '/v1/transactions/{id}',
  summary: { zh: '查询一笔已提交的交易', en: 'Read a committed transaction' },
  scope: 'ledger:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.transactionAnswer },
  refusals: ['NOT_FOUND'],
  handler: async ({ hub, params: { id } }) => {
    const transaction = await hub.services.ledger.transaction(id);
    if (transaction === undefined) throw new HanlianError('NOT_FOUND', 'No block holds this transaction');
    return transactionView(transaction);
  },
});
