import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { listParams } from './params.js';

export const checkFile = endpoint({
  method: 'POST',
  path: '/v1/catalogue-files/{list}/check',
  summary: {
    zh: '校核目录或清单文件：逐行错误，以及写入后的差异；不写入',
    en: 'Check a file of the catalogue or a list: what is wrong by row, and what it would change; nothing is written',
  },
  scope: 'catalogue:retire',
  idempotent: false,
  params: listParams,
  query: api.checkFileQuery,
  takesFile: true,
  answer: { status: 200, schema: api.filePlanAnswer },
  refusals: ['UPLOAD_UNSAFE', 'UPLOAD_TOO_LARGE', 'BODY_TOO_LARGE'],
  handler: ({ hub, caller, params, query, file }) =>
    hub.services.catalogue.check(caller, params.list, query, file),
});
