import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { FILE_TYPES } from '../../http/file.js';
import { listParams } from './params.js';

export const exportFile = endpoint({
  method: 'GET',
  path: '/v1/catalogue-files/{list}',
  summary: {
    zh: '下载目录或清单（CSV 或 XLSX，国家编制指南的列），改后可原样导入',
    en: 'Get the catalogue or a list as CSV or XLSX in the national columns, to be changed and sent back',
  },
  scope: 'catalogue:page',
  idempotent: false,
  params: listParams,
  query: api.exportQuery,
  answer: { status: 200, schema: z.string().meta({ format: 'binary' }), files: FILE_TYPES },
  refusals: [],
  // A file is sent as it is, and bound by no schema.
  handler: async ({ hub, caller, params, query }) =>
    (await hub.services.catalogue.export(caller, params.list, query)) as unknown as string,
});
