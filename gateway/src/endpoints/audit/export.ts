import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_AUDIT } from './refusals.js';

export const exportActs = endpoint({
  method: 'GET',
  path: '/v1/audit/acts/export',
  summary: {
    zh: '导出办理记录（JSON Lines），附本机构签名，可离线验证',
    en: "Export acts as JSON lines under this hub's signature, which verifies offline",
  },
  scope: 'audit:list',
  idempotent: false,
  query: api.auditExportQuery,
  answer: { status: 200, schema: api.auditExport, media: 'application/x-ndjson; charset=utf-8' },
  refusals: OF_AUDIT,
  handler: ({ hub, caller, query }) => hub.services.audit.export(caller, query),
});
