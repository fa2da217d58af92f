import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const live = endpoint({
  method: 'GET',
  path: '/health/live',
  summary: { zh: '进程是否在运行', en: 'Whether the process runs' },
  scope: 'public',
  unlimited: true,
  idempotent: false,
  answer: { status: 200, schema: z.strictObject({ live: z.literal(true) }) },
  refusals: [],
  handler: () => Promise.resolve({ live: true as const }),
});
