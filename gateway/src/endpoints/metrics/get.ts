import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/metrics',
  summary: { zh: '运行指标（Prometheus 文本格式）', en: 'Metrics in the Prometheus text format' },
  scope: 'public',
  unlimited: true,
  idempotent: false,
  answer: { status: 200, schema: z.string(), media: 'text/plain; version=0.0.4; charset=utf-8' },
  refusals: [],
  handler: ({ hub }) => hub.metrics.text(),
});
