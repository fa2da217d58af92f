import { endpoint } from '../../http/endpoint.js';
import { FILE_TYPES } from '../../http/file.js';
import { z } from 'zod';
import { params } from './params.js';

export const rejects = endpoint({
  method: 'GET',
  path: '/v1/jobs/{id}/rejects',
  summary: {
    zh: '下载退回的行及原因，格式与上传的文件相同，更正后可再次上传',
    en: 'Get the rejected rows with the reasons, in the format that was sent, to be corrected and sent again',
  },
  scope: 'job:read',
  idempotent: false,
  params,
  answer: { status: 200, schema: z.string().meta({ format: 'binary' }), files: FILE_TYPES },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN'],
  // A file is sent as it is, and bound by no schema.
  handler: async ({ hub, caller, params: { id } }) =>
    (await hub.services.jobs.rejects(caller, id)) as unknown as string,
});
