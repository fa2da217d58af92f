import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putSealKey',
  path: '/v1/seal-keys/{department}/{key}',
  summary: { zh: '登记或修改印章密钥', en: 'Register or change a seal key' },
  params,
  body: api.sealKeyInput,
  example: { since: '2026-01-01', until: '2028-12-31' },
  refusals: ['DEPARTMENT_UNKNOWN', 'RECORD_FINAL'],
});
