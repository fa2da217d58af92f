import type { ErrorArea } from './entry.js';

/** Interest subsidies: programmes, tranches, claims. */
export const SUBSIDY_ERRORS = {
  NOT_FINANCE_OFFICE: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '只有财政部门可以设立贴息政策', en: 'Only a finance office makes subsidy programmes' },
    next: { zh: '请由财政部门办理。', en: 'Have the finance office do it.' },
  },
  PROGRAMME_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该贴息政策', en: 'There is no such subsidy programme' },
    next: { zh: '请核对政策编号。', en: "Check the programme's id." },
  },
  PROGRAMME_NOT_IN_FORCE: {
    category: 'refused',
    retryable: false,
    title: { zh: '该期间开始时贴息政策尚未施行', en: 'The programme was not in force when the period began' },
    next: { zh: '请核对申领期间。', en: 'Check the period.' },
  },
  PROGRAMME_PERIODS_OVERLAP: {
    category: 'refused',
    retryable: false,
    title: { zh: '贴息期间互相重叠', en: 'Two periods of the programme share days' },
    next: { zh: '请使各期间首尾相接而不重叠。', en: 'Let each begin after the one before.' },
  },
  LOAN_BEFORE_PROGRAMME: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '贷款合同早于贴息政策所规定的日期',
      en: "The loan's contract is older than the programme allows",
    },
    next: { zh: '该贷款不在贴息范围内。', en: 'The programme does not reach this loan.' },
  },
  CLAIM_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该贴息申领', en: 'There is no such claim' },
    next: { zh: '请核对申领编号。', en: "Check the claim's id." },
  },
  CLAIM_ACT_IMPOSSIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '申领在当前状态下不能这样办理', en: "The claim's state does not allow this" },
    next: { zh: '请查看申领的当前状态。', en: 'Look at where the claim stands.' },
  },
  CLAIM_LOAN_STATE: {
    category: 'refused',
    retryable: false,
    title: { zh: '贷款在当前状态下不能申领贴息', en: "The loan's state allows no claim" },
    next: {
      zh: '逾期、已关闭或未放款的贷款不予贴息。',
      en: 'Loans that are overdue, closed or not disbursed are not subsidised.',
    },
  },
  CLAIM_NOT_ELIGIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '贷款不符合贴息政策的条件', en: 'The loan is not of the kind the programme is for' },
    next: { zh: '请核对行业、区划和申领期间。', en: 'Check industry, district and period.' },
  },
  CLAIM_TOO_EARLY: {
    category: 'refused',
    retryable: false,
    title: { zh: '申领期间尚未结束', en: 'The period is not over' },
    next: { zh: '请在期间结束后申领。', en: 'Claim after its end.' },
  },
  CLAIM_AMOUNT_DIFFERS: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '申领金额与按台账计算的贴息不符',
      en: "What is claimed is not what the loan's book makes it",
    },
    next: {
      zh: '请按所列金额申领；如台账有误，请先更正。',
      en: 'Claim the amount given; if the book is wrong, correct it first.',
    },
  },
  CLAIM_STANDS: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该贷款在该期间已有申领', en: 'A claim for this loan and period stands' },
    next: {
      zh: '请勿重复申领；待原申领有结果后再办理。',
      en: 'Do not claim twice; wait for what becomes of the first.',
    },
  },
  SUBSIDY_ALREADY_GRANTED: {
    category: 'conflict',
    retryable: false,
    title: {
      zh: '同一企业、期间和抵押物的贴息已经批准',
      en: 'The same enterprise, period and collateral are subsidised already',
    },
    next: {
      zh: '请不予批准并说明理由；如前一笔有误，先追回。',
      en: 'Refuse this claim with its reason; if the other was wrong, recover that one first.',
    },
  },
  APPROVAL_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该批准事项', en: 'There is no such approval' },
    next: { zh: '请核对批准编号。', en: "Check the approval's id." },
  },
  TRANCHE_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该额度', en: 'There is no such tranche' },
    next: { zh: '请核对政策、月份和额度编号。', en: 'Check programme, month and pseudonym.' },
  },
  TRANCHE_CLOSED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该额度已关闭', en: 'The tranche is closed' },
    next: { zh: '请使用仍开放的额度。', en: 'Use one that is open.' },
  },
  TRANCHE_OF_ANOTHER: {
    category: 'refused',
    retryable: false,
    title: { zh: '该额度属于另一银行或另一政策', en: "The tranche is another bank's or another programme's" },
    next: { zh: '请使用该银行在本政策下的额度。', en: "Use that of the claim's own bank and programme." },
  },
  TRANCHE_OF_ANOTHER_MONTH: {
    category: 'refused',
    retryable: false,
    title: { zh: '额度不属于批准当月', en: 'The tranche is not of the month of the approval' },
    next: { zh: '请使用当月额度。', en: "Use this month's." },
  },
  TRANCHE_EXHAUSTED: {
    category: 'refused',
    retryable: false,
    title: { zh: '额度余额不足', en: 'The tranche has not so much left' },
    next: { zh: '请减少批准的笔数，或待下月额度。', en: "Approve fewer, or wait for the next month's." },
  },
  BUDGET_EXCEEDED: {
    category: 'refused',
    retryable: false,
    title: { zh: '超出贴息政策的预算', en: "The programme's budget has not so much left" },
    next: {
      zh: '请减少额度，或先收回未用额度。',
      en: 'Open a smaller tranche, or close one that has something left.',
    },
  },
  RECOVERY_ABOVE_GRANT: {
    category: 'refused',
    retryable: false,
    title: { zh: '追回金额超出尚可追回的数额', en: 'More would be recovered than was granted' },
    next: {
      zh: '请核对金额；未支付的申领须全额撤回。',
      en: 'Check the amount; of a claim not yet paid the whole comes back.',
    },
  },
} as const satisfies ErrorArea;
