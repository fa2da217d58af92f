import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putAgreement',
  path: '/v1/agreements/{text}',
  summary: { zh: '登记或修改协议文本', en: 'Register or change an agreement' },
  params,
  body: api.agreementInput,
  example: { name: { zh: '数据共享协议', en: 'Data sharing agreement' }, since: '2026-01-01' },
  refusals: ['OTHER_DEPARTMENT'],
});
