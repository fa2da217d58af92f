import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const receipts = endpoint({
  method: 'GET',
  path: '/v1/sharing/receipts',
  summary: {
    zh: '导出某提供方的数据放出回执（每行一条），供离线审计',
    en: "Export a provider's receipts, a line each, for an audit elsewhere",
  },
  scope: 'receipt:read',
  idempotent: false,
  query: api.receiptsQuery,
  answer: { status: 200, schema: z.string().meta({ format: 'binary' }), files: ['application/x-ndjson'] },
  refusals: ['OTHER_DEPARTMENT'],
  // A file is sent as it is, and bound by no schema.
  handler: async ({ hub, caller, query }) =>
    (await hub.services.queries.receipts(caller, query)) as unknown as string,
});
