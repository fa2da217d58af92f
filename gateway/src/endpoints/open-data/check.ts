import { api } from '@hanlian/chaincode/domain';
import { binary } from '../../http/binary.js';
import { endpoint } from '../../http/endpoint.js';
import { codeOf, params } from './params.js';

/** Larger files are compared by their digests. */
const BODY_LIMIT = 8 * 1024 * 1024;

export const check = endpoint({
  method: 'POST',
  path: '/v1/open-data/{group}/{item}/check',
  summary: {
    zh: '核对下载的开放数据：是否为已发布的版本、哪一版本、是否最新',
    en: 'Check a download of an open set: whether it was published, as which version, and whether that is the newest',
  },
  scope: 'public',
  idempotent: false,
  params,
  takes: 'application/octet-stream',
  body: binary,
  bodyLimit: BODY_LIMIT,
  answer: { status: 200, schema: api.downloadVerdict },
  refusals: [],
  handler: ({ hub, params: named, body }) => hub.services.catalogue.checkDownload(codeOf(named), body),
});
