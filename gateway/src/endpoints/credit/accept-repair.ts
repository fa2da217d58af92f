import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const acceptRepair = act(
  'acceptRepair',
  { zh: '受理或不予受理信用修复申请', en: 'Accept an application for repair, or refuse it by its rule' },
  api.acceptRepairInput,
  { example: { decision: 'accept' }, refusals: ['GROUND_UNKNOWN'] },
);
