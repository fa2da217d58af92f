import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';
import { OF_FACTS } from './params.js';

export const resolveDispute = act(
  'resolveDispute',
  { zh: '处理对信用信息条目的异议', en: 'Decide on an objection to a credit entry' },
  api.resolveDisputeInput,
  { example: { decision: 'rejected' }, refusals: OF_FACTS },
);
