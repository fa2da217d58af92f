import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { locationOf, params } from './params.js';

export const start = endpoint({
  method: 'POST',
  path: '/v1/jobs/{id}/start',
  summary: {
    zh: '检查后开始办理：全部正确才办理，或只办理正确的行',
    en: 'Carry out what was checked: all rows or none, or the good ones',
  },
  scope: 'job:manage',
  idempotent: true,
  params,
  body: api.startInput,
  example: { basis: { law: '行政许可法第三十八条', document: '示例市监许〔2026〕118号' }, rows: 'good' },
  answer: { status: 202, schema: api.jobAnswer },
  refusals: ['NOT_FOUND', 'JOB_NOT_OPEN', 'UPLOAD_HAS_ERRORS'],
  handler: ({ hub, caller, params: { id }, body, once }) => hub.services.jobs.start(caller, id, body, once),
  headers: locationOf,
});
