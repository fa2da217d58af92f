import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const transferOut = act(
  'transferOut',
  { zh: '办理转出', en: 'Begin to transfer a certificate to another region' },
  api.transferOutInput,
  { destination: '430100' },
);
