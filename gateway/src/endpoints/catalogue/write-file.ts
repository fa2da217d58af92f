import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { listParams, OF_ENTRIES } from './params.js';

export const writeFile = endpoint({
  method: 'POST',
  path: '/v1/catalogue-files/{list}',
  summary: {
    zh: '导入目录或清单文件：只写入校核时所示的变更（plan）',
    en: 'Import a file of the catalogue or a list: what its check has shown (plan) is written, and nothing else',
  },
  scope: 'catalogue:retire',
  idempotent: true,
  signedByCaller: true,
  params: listParams,
  query: api.writeFileQuery,
  takesFile: true,
  answer: { status: 201, schema: api.fileWrittenAnswer },
  refusals: [
    ...OF_ENTRIES,
    'PROVIDER_NOT_ALLOWED',
    'DEMAND_BEYOND_RESOURCE',
    'RESOURCE_UNKNOWN',
    'UPLOAD_UNSAFE',
    'UPLOAD_TOO_LARGE',
    'BODY_TOO_LARGE',
    'UPLOAD_HAS_ERRORS',
    'FILE_PLAN_CHANGED',
    'BATCH_INCOMPLETE',
  ],
  handler: ({ hub, caller, params, query, file, once }) =>
    hub.services.catalogue.write(caller, params.list, { query, file }, once),
});
