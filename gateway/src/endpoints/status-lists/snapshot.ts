import { endpoint } from '../../http/endpoint.js';
import { byDigest, CREDENTIAL } from './params.js';

/** What a digest names never changes. */
const IMMUTABLE = 'public, max-age=86400, immutable';

export const snapshot = endpoint({
  method: 'GET',
  path: '/v1/status-lists/snapshots/{digest}',
  summary: {
    zh: '按上链的摘要下载状态列表的一次发布；过期后不再提供',
    en: 'Download one snapshot of a status list by the digest on the ledger; not once it has run out',
  },
  scope: 'public',
  idempotent: false,
  params: byDigest,
  answer: CREDENTIAL,
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: { digest } }) => hub.services.statusLists.byDigest(digest),
  headers: () => ({ 'Cache-Control': IMMUTABLE }),
});
