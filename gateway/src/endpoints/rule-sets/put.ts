import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putRuleSet',
  path: '/v1/rule-sets/{name}/{since}',
  summary: { zh: '登记或修改规则集', en: 'Register or change a rule set' },
  params,
  body: api.ruleSetInput,
  example: { source: { zh: '示例市规定', en: 'Sample City rules' }, body: { days: 20 } },
  refusals: ['RECORD_FINAL'],
});
