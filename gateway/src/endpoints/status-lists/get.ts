import { hash } from 'node:crypto';
import { endpoint } from '../../http/endpoint.js';
import { ASK_AGAIN } from '../../status-lists/publisher.js';
import { byList, CREDENTIAL } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/status-lists/{department}/{list}/{purpose}',
  summary: {
    zh: '下载部门的证照状态列表（W3C Bitstring Status List，VC-JWT）：每份含 131072 项，查对哪一张无人知晓',
    en: 'Download a status list of a department (W3C Bitstring Status List, VC-JWT): of its 131,072 entries nobody learns which is looked at',
  },
  scope: 'public',
  idempotent: false,
  params: byList,
  answer: CREDENTIAL,
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params }) => hub.services.statusLists.current(params),
  headers: (credential) => ({
    ETag: `"${hash('sha256', credential, 'base64url')}"`,
    'Cache-Control': `public, max-age=${ASK_AGAIN}`,
  }),
});
