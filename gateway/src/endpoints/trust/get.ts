import { trustBundle } from '@hanlian/certificates';
import { endpoint } from '../../http/endpoint.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/trust',
  summary: {
    zh: '离线校验所需的信任文件（登记信息副本与可信时间戳机构）',
    en: 'The trust file for verifying offline: a copy of the registry, and whose time stamps count',
  },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: trustBundle },
  refusals: ['LEDGER_UNAVAILABLE'],
  handler: ({ hub }) => hub.services.trust.bundle(),
});
