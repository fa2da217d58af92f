import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const inspect = act(
  'inspect',
  { zh: '记录年检结果', en: 'Note the result of an inspection' },
  api.inspectInput,
  { passed: true, nextDue: '2027-11-20' },
);
