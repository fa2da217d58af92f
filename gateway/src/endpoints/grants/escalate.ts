import { act } from './act.js';

export const escalate = act({
  operation: 'escalateGrant',
  segment: 'escalate',
  summary: {
    zh: '逾期未答复的申请提请主管部门处理（逾期不视为同意）',
    en: 'Take a request nobody answered in time to the bureau; silence grants nothing',
  },
  refusals: ['GRANT_NOT_OVERDUE', 'GRANT_EXPIRED', 'CALENDAR_MISSING', 'RULES_MISSING'],
});
