import { startOfDate } from '@hanlian/chaincode/domain';
import type { SampleRuleSet } from './credit-rules.js';

/** What stands in the law is that it is done in the time set; the days are the sample city's own. */
export const AUDIT_RULE_SETS: readonly SampleRuleSet[] = [
  {
    name: 'audit-findings',
    since: startOfDate('2022-01-01'),
    source: {
      zh: '中华人民共和国审计法（2021年修正）第五十二条；工作日数为示例市所定',
      en: "Audit Law of the People's Republic of China (amended 2021) art. 52; the number of days is the sample city's",
    },
    body: {
      answerWorkingDays: 10,
      answerClause: '审计法第五十二条：在规定期限内整改并报告',
      objectionClause: '个人信息保护法第四十四条、第五十条；政务数据共享条例',
    },
  },
];
