import { api } from '@hanlian/chaincode/domain';
import { begin } from './begin.js';
import { transferInExample } from './examples.js';

export const transferIn = begin({
  path: '/v1/licenses/transfer-in',
  scope: 'license:transferIn',
  summary: {
    zh: '转入：接收外地转出的证照',
    en: 'Take in a certificate that another region has given over',
  },
  body: api.transferInInput,
  example: transferInExample,
  work: (licenses, caller, input, once) => licenses.transferIn(caller, input, once),
});
