import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putAccreditation',
  path: '/v1/accreditations/{department}/{type}',
  summary: { zh: '登记或修改发证授权', en: 'Register or change an accreditation' },
  params,
  body: api.accreditationInput,
  example: { since: '2020-01-01', until: '2029-12-31' },
  refusals: ['DEPARTMENT_UNKNOWN', 'TYPE_UNKNOWN'],
});
