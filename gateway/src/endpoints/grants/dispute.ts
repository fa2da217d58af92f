import { act } from './act.js';

export const dispute = act({
  operation: 'disputeGrant',
  segment: 'dispute',
  summary: {
    zh: '申请部门对不同意或暂停提出争议，由主管部门处理',
    en: 'The requester disputes a refusal or a pause before the bureau',
  },
  refusals: ['GRANT_EXPIRED', 'CALENDAR_MISSING', 'RULES_MISSING'],
});
