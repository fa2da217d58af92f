import type { Bilingual } from '@hanlian/chaincode/domain';

/** What the audit of a loan's file may find wrong, in words. Codes are stable. */
export const LOAN_VIOLATIONS = {
  PROOF_WRONG: {
    zh: '账本证明不成立，或其检查点不可信',
    en: 'A proof of the ledger does not hold, or its checkpoint is not one to rely on',
  },
  STEP_MISSING: {
    zh: '账本上的一步未在档案中',
    en: 'The ledger has a step that the file leaves out',
  },
  STEP_FORGED: {
    zh: '档案中的一步与账本不符',
    en: 'A step of the file is not the one that the ledger has',
  },
  STATEMENT_ALTERED: {
    zh: '所示声明不是账本上承诺的那一份',
    en: 'What is shown as signed is not what the ledger has a commitment to',
  },
  STATEMENT_OF_ANOTHER: {
    zh: '声明属于另一笔贷款、另一步或另一版本',
    en: 'What was signed is for another loan, act or revision',
  },
  EVIDENCE_MISSING: {
    zh: '档案缺少该步所依据的登记证明、报告或所签声明',
    en: 'The file lacks what the step rested on: public records, a report, or what was signed',
  },
  EVIDENCE_WRONG: {
    zh: '该步所依据的登记证明不成立',
    en: 'The public records the step rested on are not proven',
  },
  EVIDENCE_LATE: {
    zh: '所示登记证明含有该步之后才作的登记',
    en: 'A public record shown as what the step rested on was written after it',
  },
  SIGNATURE_WRONG: {
    zh: '签名不成立，或密钥当时不属于该机构',
    en: 'The signature does not verify, or the key was not the signer’s at that time',
  },
  TWO_PEOPLE_WRONG: {
    zh: '应由两人签署而未如此',
    en: 'Two people had to sign, and did not',
  },
  TEXT_ALTERED: {
    zh: '所附文字不是签署时的文字',
    en: 'A text is not the one whose digest was signed',
  },
  CERTIFICATE_ALTERED: {
    zh: '所附证照不是所引用的那一份',
    en: 'A certificate is not the one that was cited',
  },
  REPORT_SWAPPED: {
    zh: '所附信用报告不是绑定的那一份',
    en: 'The credit report is not the one that was bound',
  },
  REPORT_OF_ANOTHER: {
    zh: '信用报告属于另一申请、另一企业或另一银行',
    en: 'The credit report is for another application, enterprise or bank',
  },
  TRANSITION_IMPOSSIBLE: {
    zh: '该步不能由前一状态而来',
    en: 'The step does not follow from where the loan stood',
  },
  TIME_WRONG: {
    zh: '该步早于前一步',
    en: 'The step is dated before the one it follows',
  },
  RULE_BROKEN: {
    zh: '该步违反产品、审批、合同或账目的规则',
    en: 'The step breaks a rule of product, approval, contract or book',
  },
  RECORD_WRONG: {
    zh: '账本上的现状与各步不符',
    en: 'How the loan stands on the ledger does not follow from its steps',
  },
  FILE_DIFFERS: {
    zh: '档案所称的事实与各步不符',
    en: 'What the file says of the loan does not follow from its steps',
  },
  CLAIM_MISSING: {
    zh: '该贷款的一笔贴息申领未在档案中',
    en: 'A claim of subsidy for the loan is left out of the file',
  },
  CLAIM_REPEATED: {
    zh: '对已申领、核准或支付的期间再次申领',
    en: 'A period is claimed for that another claim stands for, approved or paid',
  },
  CLAIM_RULE_BROKEN: {
    zh: '申领不符合贴息政策，或金额不是应得之数',
    en: 'The claim is not as the programme has it, or not of what the period comes to',
  },
  NULLIFIER_WRONG: {
    zh: '唯一标记不属于该申领',
    en: 'The nullifier is not this claim’s',
  },
  TRANCHE_WRONG: {
    zh: '核准所用的额度不是该银行当月的',
    en: 'The tranche that the claim was approved out of is not this bank’s of that month',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type LoanViolationCode = keyof typeof LOAN_VIOLATIONS;

/** One thing that is wrong with a loan's file, and where. */
export interface LoanViolation {
  readonly code: LoanViolationCode;
  /** The loan's n-th step, 0 for the application; with `claim`: the claim's. */
  readonly step?: number;
  readonly claim?: string;
  /** A key of the ledger. */
  readonly key?: string;
  readonly field?: string;
  /** What exactly, by an error's code. */
  readonly reason?: string;
}

/** What no audit of such a file can show, whatever it finds. Each report says so. */
export const NOT_SHOWN_OF_LOANS = {
  OUTSIDE: {
    zh: '资金是否真正划出或收回：回单只有摘要与文字',
    en: 'Whether money really went out or came back: of receipts there are digests and texts',
  },
  FRESHNESS: {
    zh: '每一步所依据的检查点在当时是否最新',
    en: 'Whether the checkpoint a step rested on was the newest of its day',
  },
  REPORT: {
    zh: '信用报告本身与证照本身：另以 hanlian verify 核验',
    en: 'Credit report and certificates themselves: hanlian verify checks them',
  },
  CONSENT: {
    zh: '每项决定作出时授权是否有效：由账本当时核对，档案不含授权的状态',
    en: 'Whether the consent was live at each decision: the ledger looked at it then, its state is not in the file',
  },
  PAPERS: {
    zh: '档案未附的文字与证照：只有其摘要',
    en: 'Texts and certificates that the file leaves out: of these there are digests',
  },
  TRANCHES: {
    zh: '额度的其余部分由哪些申领用去：核准中列有的他人申领不在档案中',
    en: 'What else a tranche was used for: the other claims that an approval names are not in the file',
  },
  UNLISTED: {
    zh: '既未列出也未附上的申领：账本的公开部分不说明申领属于哪笔贷款',
    en: 'Claims neither listed nor shown: the public part of the ledger does not say whose loan a claim is for',
  },
  EDITIONS: {
    zh: '贴息政策是否另有版本：档案未附的版本无从得知',
    en: 'Whether a programme has further editions: of one that the file leaves out nothing tells',
  },
  OTHER_LOANS: {
    zh: '同一事项是否由另一笔贷款获得贴息：由唯一标记在账本上防止',
    en: 'Whether another loan was subsidised for the same thing: the ledger’s nullifiers keep that',
  },
  LATER: {
    zh: '检查点之后账本上的变更',
    en: 'What happened on the ledger after the checkpoint',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type NotShownOfLoan = keyof typeof NOT_SHOWN_OF_LOANS;
