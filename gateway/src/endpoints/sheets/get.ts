import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { SHEET_POLICY, sheetPage } from '../../sheet/page.js';

/** The longest identifier and a tag. */
const LONGEST = 200;
const params = z.strictObject({ code: z.string().regex(new RegExp(`^[A-Za-z0-9._-]{1,${LONGEST}}$`)) });
const query = z.strictObject({ lang: z.enum(['zh', 'en']).default('zh') });

/** Where the QR code of a printed certificate leads: a page for whoever holds it, without login. */
export const get = endpoint({
  method: 'GET',
  path: '/v/{code}',
  summary: {
    zh: '证照上二维码所指的页面：现时状态与可公开的内容',
    en: 'The page behind the code on a certificate: how it stands now, and what of it is public',
  },
  scope: 'public',
  idempotent: false,
  params,
  query,
  answer: { status: 200, schema: z.string(), media: 'text/html; charset=utf-8' },
  refusals: [],
  handler: async ({ hub, params: { code }, query: { lang } }) =>
    sheetPage(await hub.services.licenses.sheet(code), lang),
  headers: () => ({
    'Content-Security-Policy': SHEET_POLICY,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex',
  }),
});
