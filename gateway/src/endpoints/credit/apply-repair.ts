import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';
import { DIGEST } from './examples.js';

export const applyRepair = act(
  'applyRepair',
  { zh: '申请信用修复', en: 'Apply for the repair of a credit entry' },
  api.applyRepairInput,
  {
    example: { evidence: [DIGEST], commitment: DIGEST, fulfilledAt: '2026-06-10' },
    refusals: ['DATE_IMPOSSIBLE', 'DECIDED_IN_FUTURE'],
  },
);
