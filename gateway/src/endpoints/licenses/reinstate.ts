import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const reinstate = act(
  'reinstate',
  { zh: '发还被暂扣的证照', en: 'Reinstate a suspended certificate' },
  api.actInput,
);
