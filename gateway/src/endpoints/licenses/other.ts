import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const other = act(
  'other',
  { zh: '记录其他变更（须附说明）', en: 'Record another change, which the decision describes' },
  api.actInput,
);
