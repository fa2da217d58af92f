import { api } from '@hanlian/chaincode/domain';
import { begin } from './begin.js';
import { importExample } from './examples.js';

export const importStock = begin({
  path: '/v1/licenses/imports',
  scope: 'license:importStock',
  summary: {
    zh: '导入存量证照及其声明的历史',
    en: 'Import certificates that existed before the hub, with their asserted past',
  },
  body: api.importInput,
  example: importExample,
  refusals: ['ILLEGAL_TRANSITION', 'EFFECTIVE_BEFORE_LAST', 'EFFECTIVE_TOO_LATE'],
  work: (licenses, caller, input, once) => licenses.importStock(caller, input, once),
});
