import { decision } from './act.js';

export const resolveDispute = decision({
  operation: 'resolveGrantDispute',
  segment: 'resolve-dispute',
  summary: {
    zh: '主管部门处理逾期或有争议的申请：同意（撤销原决定）或不同意（维持）',
    en: 'The bureau settles what was escalated or disputed: it grants, or lets the refusal stand',
  },
  refusals: ['GRANT_NOT_BEFORE_BUREAU'],
});
