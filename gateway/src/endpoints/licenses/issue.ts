import { api } from '@hanlian/chaincode/domain';
import { begin } from './begin.js';
import { issueExample } from './examples.js';

export const issue = begin({
  path: '/v1/licenses',
  scope: 'license:issue',
  summary: { zh: '签发一张或一批电子证照', en: 'Issue one certificate, or a batch of one type' },
  body: api.issueInput,
  example: issueExample,
  work: (licenses, caller, input, once) => licenses.issue(caller, input, once),
});
