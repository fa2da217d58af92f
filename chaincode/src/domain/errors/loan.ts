import type { ErrorArea } from './entry.js';

/** Loans from application to closure. */
export const LOAN_ERRORS = {
  LOAN_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该贷款申请', en: 'There is no such loan' },
    next: { zh: '请核对申请编号。', en: "Check the loan's id." },
  },
  LOAN_ACT_IMPOSSIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '贷款在当前状态下不能这样办理', en: "The loan's state does not allow this" },
    next: {
      zh: '请查看贷款的当前状态及可办理的事项。',
      en: 'Look at where the loan stands and what may follow.',
    },
  },
  LOAN_OUTSIDE_TERMS: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '金额、利率或期限超出产品、申请或审批的范围',
      en: 'An amount, a rate or a term lies outside what was offered, applied for or approved',
    },
    next: { zh: '请按所列范围改正后重新签署。', en: 'Keep within the range given and sign anew.' },
  },
  LOAN_CERTIFICATE_NOT_VALID: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '申请所依据的证照现已不是有效状态',
      en: 'A certificate the application rests on is not valid now',
    },
    next: {
      zh: '请企业补充现行有效的证照，或作出不予贷款的决定。',
      en: 'Have the enterprise cite one that is valid, or decide against the loan.',
    },
  },
  LOAN_HISTORY_FULL: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '该贷款的放款和还款笔数已达上限',
      en: 'The loan has as many disbursements and repayments as it can',
    },
    next: { zh: '请结清后另立合同。', en: 'Settle it and go on under a new contract.' },
  },
  LOAN_SUBSIDY_STANDS: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '该日期之后的贴息已批准或已支付',
      en: 'A subsidy that rests on these days is approved or paid',
    },
    next: {
      zh: '请先由财政部门追回相应贴息，再更正。',
      en: 'Have the finance office recover that subsidy first, then correct.',
    },
  },
  LOAN_BALANCE_OPEN: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '贷款仍有余额，只能核销后关闭',
      en: 'The loan still has a balance; it can only be closed as written off',
    },
    next: { zh: '请先还清，或注明核销。', en: 'Have it repaid first, or say that it is written off.' },
  },
  PRODUCT_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该贷款产品', en: 'There is no such loan product' },
    next: { zh: '请核对银行代码和产品编号。', en: "Check the bank's code and the product's id." },
  },
  PRODUCT_NOT_OFFERED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该产品现未开放申请', en: 'The product is not offered now' },
    next: { zh: '请选择正在办理的产品。', en: 'Choose one that is.' },
  },
  REPORT_OF_ANOTHER: {
    category: 'refused',
    retryable: false,
    title: { zh: '该信用报告是为另一申请查询的', en: 'The report was pulled for another application' },
    next: { zh: '请为本申请另行查询信用报告。', en: 'Pull a report for this application.' },
  },
  DISBURSEMENT_ABOVE_CONTRACT: {
    category: 'refused',
    retryable: false,
    title: { zh: '放款合计超出合同金额', en: 'More would be disbursed than the contract says' },
    next: { zh: '请核对放款金额。', en: 'Check the amount.' },
  },
  REPAYMENT_ABOVE_BALANCE: {
    category: 'refused',
    retryable: false,
    title: { zh: '还款超出该日的贷款余额', en: 'More would be repaid than is owed on that day' },
    next: {
      zh: '请核对还款金额和日期；多还的部分应退还企业。',
      en: 'Check amount and day; what is over goes back to the enterprise.',
    },
  },
  MOVEMENT_DATE_OUTSIDE: {
    category: 'refused',
    retryable: false,
    title: { zh: '日期不在贷款期间内或尚未到来', en: 'The day lies outside the loan, or is still to come' },
    next: { zh: '请核对放款或还款日期。', en: 'Check the day.' },
  },
  MOVEMENT_UNKNOWN: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '要更正的不是放款或还款',
      en: 'What is to be corrected is no disbursement and no repayment',
    },
    next: { zh: '请写明带来该笔款项的修订号。', en: 'Name the revision that brought the money.' },
  },
  NOT_A_BANK: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '只有银行可以发布贷款产品或受理申请', en: 'Only a bank offers loans' },
    next: { zh: '请以金融机构的身份办理。', en: 'Ask as a financial institution.' },
  },
} as const satisfies ErrorArea;
