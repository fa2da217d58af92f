import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const document = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/document',
  summary: { zh: '下载证照的存证文件', en: "Download a certificate's evidence document" },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  query: z.strictObject({ proof: z.literal('log').optional() }),
  answer: { status: 200, schema: api.evidenceDocument },
  refusals: [...OF_IDENTIFIER, 'DOCUMENT_ERASED', 'LOG_PENDING'],
  handler: ({ hub, caller, params, query }) => hub.services.licenses.document(caller, params.id, query.proof),
});
