import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { ZIP } from '../../services/licenses/batch-zip.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

/** Made anew at each call, one certificate after the other as they are sent; nothing is written. */
export const batchZip = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/batch.zip',
  summary: {
    zh: '下载与该证照同批签发的全部证照的 PDF（一个压缩文件）',
    en: 'Download the PDFs of all certificates issued in one batch with this one, as one archive',
  },
  scope: 'license:document',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: z.string().meta({ format: 'binary' }), files: [ZIP] },
  refusals: [...OF_IDENTIFIER, 'BATCH_INCOMPLETE', 'SEAL_KEY_NOT_LIVE', 'SEAL_ELSEWHERE'],
  // A file is sent as it is, and bound by no schema.
  handler: async ({ hub, caller, params }) =>
    (await hub.services.licenses.batchZip(caller, params.id)) as unknown as string,
});
