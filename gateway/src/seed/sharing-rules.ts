import { startOfDate, type Bilingual, type JsonObject } from '@hanlian/chaincode/domain';
import type { SampleRuleSet } from './credit-rules.js';

/** 《政务数据共享条例》, in force since: */
const SINCE = startOfDate('2025-08-01');

const REGULATION: Bilingual = {
  zh: '政务数据共享条例（国务院令第809号，自2025年8月1日起施行）；日数为示例市自定',
  en: 'Regulation on sharing government data, in force since 1 August 2025; day counts are the sample city’s own',
};

const DEADLINES: JsonObject = {
  decideWorkingDays: 10,
  decideClause: '提供部门自收到申请之日起十个工作日内答复',
  escalatedWorkingDays: 5,
  escalatedClause: '逾期未答复的，由主管部门五个工作日内处理',
  disputeWorkingDays: 10,
  disputeClause: '争议由主管部门十个工作日内协调处理',
};

const GRANTS: JsonObject = {
  mostDays: 1096,
  clauses: {
    classified: '涉及国家秘密、工作秘密的，不适用政务数据共享条例',
    notEntitled: '政务数据在政府部门之间为履行法定职责共享',
    purposeOther: '按照申请的使用用途共享，不得超出',
    matterOther: '按照履行职责的事项共享，不得超出',
    fieldsBeyondDemand: '按照需求清单，遵循最小必要原则',
    fieldsBeyondResource: '按照数据目录所列信息项共享',
    recipientsBeyond: '不得擅自提供给第三方',
    periodTooLong: '授权期限最长三年',
    consentNotLive: '应取得个人或者组织同意，同意已撤回或届满的不得提供',
  },
  visibility: [
    {
      clause: '执法调查：结案后或三年后可查',
      when: { purposes: ['执法调查'] },
      class: 'delayed',
      days: 1096,
    },
    { clause: '一般共享：即时可查', when: {}, class: 'now' },
  ],
};

/** The rules of sharing that the sample city begins with. */
export const SHARING_RULE_SETS: readonly SampleRuleSet[] = [
  { name: 'sharing-deadlines', since: SINCE, source: REGULATION, body: DEADLINES },
  { name: 'sharing-grants', since: SINCE, source: REGULATION, body: GRANTS },
];

/** The agreement the departments of the sample city share under, by the SHA-256 of its text. */
export const SHARING_AGREEMENT = {
  /** 《示例市政务数据共享协议（2026版）》 */
  text: '1MuUSUzHZ9IfBIJAOUEOfmEUuh-mXSB6ssuT80ysyO8',
  name: { zh: '示例市政务数据共享协议（2026版）', en: 'Sample City agreement on sharing data (2026)' },
} as const;
