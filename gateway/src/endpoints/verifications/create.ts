import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

/** A file of almost 6 MiB in base64. */
export const FILE_LIMIT = 8 * 1024 * 1024;

/** Asks, and writes nothing: no Idempotency-Key. */
export const create = endpoint({
  method: 'POST',
  path: '/v1/verifications',
  summary: {
    zh: '核验证照或信用报告（任何形式的证照文件、出示件、存证文件，或证照标识加一个匹配字段）',
    en: 'Verify a certificate by its file in any form, a presentation, its document, or its identifier and a field that must match; or a credit report',
  },
  scope: 'public',
  idempotent: false,
  body: api.verificationInput,
  example: {
    id: '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5',
    match: { unitName: '示例食品有限公司' },
  },
  bodyLimit: FILE_LIMIT,
  answer: { status: 200, schema: api.verificationAnswer },
  refusals: ['FILE_TOO_LARGE', 'BATCH_REFUSED'],
  handler: ({ hub, caller, body, gone }) => hub.services.verifications.verify(body, caller, gone),
});
