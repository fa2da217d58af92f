import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';

const REQUEST_LIMIT = 1024;

/** RFC 3161 §3.4. What the authority refuses, it refuses within its answer. */
export const create = endpoint({
  method: 'POST',
  path: '/v1/timestamps',
  summary: {
    zh: '时间戳服务（RFC 3161），由设有该服务的机构提供',
    en: 'Time stamps by RFC 3161, where the organisation runs an authority for them',
  },
  scope: 'public',
  idempotent: false,
  takes: 'application/timestamp-query',
  body: binary,
  bodyLimit: REQUEST_LIMIT,
  answer: { status: 200, schema: binary, media: 'application/timestamp-reply' },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, body }) => hub.services.timestamps.answer(body),
});
