import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putDepartment',
  path: '/v1/departments/{code}',
  summary: { zh: '登记或修改部门', en: 'Register or change a department' },
  params,
  body: api.departmentInput,
  example: {
    name: { zh: '示例市市场监督管理局', en: 'Market Regulation' },
    kind: 'department',
    mspId: 'BureauMSP',
    since: '2020-01-01',
  },
});
