import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { locationOf } from '../jobs/params.js';

export const create = endpoint({
  method: 'POST',
  path: '/v1/uploads',
  summary: {
    zh: '上传一批证照（JSON 行、CSV 或 XLSX），先检查后办理',
    en: 'Send certificates by the file (JSON lines, CSV or XLSX), to be checked first and carried out on your word',
  },
  scope: 'job:manage',
  idempotent: true,
  query: api.uploadQuery,
  takesFile: true,
  answer: { status: 202, schema: api.jobAnswer },
  refusals: ['TYPE_UNKNOWN', 'TYPE_EXPIRED', 'UPLOAD_KNOWN'],
  handler: ({ hub, caller, query, file, once }) => hub.services.jobs.upload(caller, query, file, once),
  headers: locationOf,
});
