import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const cancelTransfer = act(
  'cancelTransfer',
  { zh: '取消转出', en: 'Cancel a transfer that is under way' },
  api.actInput,
);
