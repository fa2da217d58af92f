import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

const SHEET = new URL('../../../assets/docs.css', import.meta.url);

export const style = endpoint({
  method: 'GET',
  path: '/docs/style.css',
  summary: { zh: '说明页的样式', en: "The page's sheet of style" },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: z.string(), media: 'text/css; charset=utf-8' },
  refusals: [],
  handler: () => readFile(SHEET, 'utf8'),
  headers: () => ({ 'Cache-Control': 'no-cache' }),
});
