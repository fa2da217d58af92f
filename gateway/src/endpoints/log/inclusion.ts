import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const inclusion = endpoint({
  method: 'GET',
  path: '/v1/log/proofs/inclusion/{transactionId}',
  summary: {
    zh: '交易在日志中的存在证明（c2sp.org/tlog-proof@v1）',
    en: 'The proof that a transaction stands in the log (c2sp.org/tlog-proof@v1)',
  },
  scope: 'public',
  idempotent: false,
  params: z.strictObject({ transactionId: z.string().regex(/^[0-9a-f]{64}$/) }),
  answer: { status: 200, schema: z.string(), media: 'text/plain; charset=utf-8' },
  refusals: ['NOT_FOUND', 'LOG_PENDING', 'CHECKPOINT_UNKNOWN'],
  handler: ({ hub, params }) => hub.services.log.inclusion(params.transactionId),
});
