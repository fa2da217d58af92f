import { decision } from './act.js';

export const decide = decision({
  operation: 'decideGrant',
  segment: 'decide',
  summary: { zh: '提供部门答复申请：同意或不同意', en: 'The provider grants a request, or refuses it' },
});
