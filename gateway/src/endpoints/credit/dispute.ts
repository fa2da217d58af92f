import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const dispute = act(
  'dispute',
  { zh: '对信用信息条目提出异议', en: 'Object to a credit entry' },
  api.entryActInput,
);
