import { z } from 'zod';
import type { Description } from '../../docs-page/description.js';
import { docsPage } from '../../docs-page/page.js';
import { endpoint } from '../../http/endpoint.js';

const query = z.strictObject({ lang: z.enum(['zh', 'en']).default('zh') });

/** Nothing but our own sheet of style: the page works where no other network is. */
const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The same for everyone, and long: made once. */
const pages = new Map<'zh' | 'en', string>();

function pageOf(language: 'zh' | 'en', description: () => object): string {
  const made = pages.get(language) ?? docsPage(description() as Description, language);
  pages.set(language, made);
  return made;
}

export const get = endpoint({
  method: 'GET',
  path: '/docs',
  summary: { zh: '本接口的说明页', en: 'This API as a page for people' },
  scope: 'public',
  idempotent: false,
  query,
  answer: { status: 200, schema: z.string(), media: 'text/html; charset=utf-8' },
  refusals: [],
  handler: ({ hub, query: { lang } }) => Promise.resolve(pageOf(lang, hub.openapi)),
  headers: () => ({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' }),
});
