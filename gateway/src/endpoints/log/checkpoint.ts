import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const checkpoint = endpoint({
  method: 'GET',
  path: '/v1/log/checkpoint',
  summary: {
    zh: '日志的最新检查点（C2SP 签名文本）',
    en: 'The newest checkpoint of the log, a C2SP signed note',
  },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: z.string(), media: 'text/plain; charset=utf-8' },
  refusals: ['CHECKPOINT_UNKNOWN'],
  handler: ({ hub }) => hub.services.log.checkpoint(),
  headers: () => ({ 'Cache-Control': 'no-cache' }),
});
