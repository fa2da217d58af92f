import { act } from './act.js';

export const withdraw = act({
  operation: 'withdrawGrant',
  segment: 'withdraw',
  summary: {
    zh: '撤回授权（提供部门），或交回授权、撤回申请（申请部门）',
    en: 'The provider withdraws a grant, or the requester gives it or its request back',
  },
});
