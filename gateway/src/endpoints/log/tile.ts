import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

/** What one path names never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** JSON Schema, and so the API description, knows bytes as a text of another format. */
const bytes = z.string().meta({ format: 'binary' }) as unknown as z.ZodType<Uint8Array>;

/** Comes as the parts between its slashes, and is described as the text it is. */
const path = z
  .array(z.string().max(10))
  .min(2)
  .max(12)
  .transform((parts) => parts.join('/'))
  .pipe(z.string().min(3).max(131));

export const tile = endpoint({
  method: 'GET',
  path: '/v1/log/tile/{path*}',
  summary: {
    zh: '日志的树块（<层>/<序号>[.p/<宽度>]）或条目包（entries/<序号>[.p/<宽度>]），格式见 c2sp.org/tlog-tiles',
    en: 'A tile (<level>/<index>[.p/<width>]) or a bundle of entries (entries/<index>[.p/<width>]), as c2sp.org/tlog-tiles',
  },
  scope: 'public',
  idempotent: false,
  params: z.strictObject({ path }),
  answer: { status: 200, schema: bytes, media: 'application/octet-stream' },
  refusals: ['TILE_MALFORMED', 'NOT_FOUND'],
  handler: ({ hub, params: { path } }) => hub.services.log.tile(`tile/${path}`),
  headers: () => ({ 'Cache-Control': IMMUTABLE }),
});
