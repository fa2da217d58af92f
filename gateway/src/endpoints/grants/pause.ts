import { act } from './act.js';

export const pause = act({
  operation: 'pauseGrant',
  segment: 'pause',
  summary: { zh: '提供部门暂停授权', en: 'The provider pauses a grant' },
});
