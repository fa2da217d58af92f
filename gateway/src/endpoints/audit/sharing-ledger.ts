import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const sharingLedger = endpoint({
  method: 'GET',
  path: '/v1/audit/sharing-ledger',
  summary: {
    zh: '导出账本上的授权、租约、锚定的全部版本及签名密钥的证明（JSON Lines），供 hanlian audit 离线审计',
    en: 'Export every revision of grants, leases and anchors, and proofs of the keys that sign, as JSON lines: for hanlian audit, offline',
  },
  scope: 'audit:read',
  idempotent: false,
  answer: {
    status: 200,
    schema: z.string().meta({ format: 'binary' }),
    files: ['application/x-ndjson'],
  },
  refusals: ['CHECKPOINT_UNKNOWN'],
  // A file is sent as it is, and bound by no schema.
  handler: async ({ hub }) => (await hub.services.audit.sharingLedger()) as unknown as string,
});
