import { act } from './act.js';

export const resume = act({
  operation: 'resumeGrant',
  segment: 'resume',
  summary: { zh: '提供部门恢复已暂停的授权', en: 'The provider resumes a grant it paused' },
  refusals: ['GRANT_EXPIRED'],
});
