import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

const size = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(999_999_999_999_999));

export const consistency = endpoint({
  method: 'GET',
  path: '/v1/log/proofs/consistency/{older}/{newer}',
  summary: {
    zh: '较大的日志只在较小的日志之后追加的证明（RFC 6962 §2.1.2）',
    en: 'The proof that a larger log only appends to a smaller one (RFC 6962 §2.1.2)',
  },
  scope: 'public',
  idempotent: false,
  params: z.strictObject({ older: size, newer: size }),
  answer: { status: 200, schema: api.consistencyAnswer },
  refusals: ['PROOF_INVALID', 'CHECKPOINT_UNKNOWN'],
  handler: ({ hub, params: { older, newer } }) => hub.services.log.consistency(older, newer),
});
