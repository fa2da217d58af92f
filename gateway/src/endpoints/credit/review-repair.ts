import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const reviewRepair = act(
  'reviewRepair',
  { zh: '复核信用修复（由信用主管部门决定）', en: 'Review a repair: the credit office decides' },
  api.reviewRepairInput,
  {
    example: { decision: 'grant' },
    refusals: ['GROUND_UNKNOWN', 'NOT_CREDIT_OFFICE', 'SAME_ORGANISATION', 'CALENDAR_MISSING'],
  },
);
