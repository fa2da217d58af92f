import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { locationOf } from '../jobs/params.js';

export const files = endpoint({
  method: 'POST',
  path: '/v1/credit/files',
  summary: {
    zh: '按文件报送行政许可和行政处罚（双公示，CSV、XML 或 XLSX），先检查后公示',
    en: 'Send permits and penalties by the file (CSV, XML or XLSX), to be checked first and published on your word',
  },
  scope: 'credit:publish',
  idempotent: true,
  query: api.creditFileQuery,
  takesFile: true,
  answer: { status: 202, schema: api.jobAnswer },
  refusals: ['UPLOAD_KNOWN'],
  handler: ({ hub, caller, query, file, once }) => hub.services.jobs.publish(caller, query, file, once),
  headers: locationOf,
});
