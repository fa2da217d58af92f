import type { ErrorArea } from './entry.js';

/** Rows of 双公示 files: what is wrong with them before the ledger is asked. */
export const CREDIT_FILE_ERRORS = {
  CODES_DIFFER: {
    category: 'malformed',
    retryable: false,
    title: {
      zh: '统一社会信用代码与组织机构代码不属于同一主体',
      en: 'The unified code and the organisation code belong to different bodies',
    },
    next: {
      zh: '请核对两个代码；组织机构代码是统一社会信用代码的第 9 至 17 位。',
      en: 'Check both; the organisation code is characters 9 to 17 of the unified one.',
    },
  },
  COLUMNS_SWAPPED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '两列的内容填反了', en: 'Two columns hold what belongs to the other' },
    next: {
      zh: '请核对表头与各列内容的对应关系后重新报送。',
      en: 'Check which column is which and send it again.',
    },
  },
  AMOUNT_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '金额不是以万元为单位的数', en: 'The amount is no number of ten thousand yuan' },
    next: {
      zh: '请填写以万元为单位、小数不超过六位的金额，例如 0.2。',
      en: 'Write it in ten thousand yuan with at most six decimals, such as 0.2.',
    },
  },
  MEASURE_UNCLEAR: {
    category: 'malformed',
    retryable: false,
    title: {
      zh: '填写了证照，但未说明是暂扣还是吊销',
      en: 'A certificate is named without saying whether it is suspended or revoked',
    },
    next: {
      zh: '请在处罚类别中写明“暂扣”或“吊销”；两者都有的请分行报送。',
      en: 'Say which among the kinds of the penalty; send two rows if both are ordered.',
    },
  },
  ENTRY_TWICE: {
    category: 'malformed',
    retryable: false,
    title: {
      zh: '文件前面已有同一主体、同一文号的行',
      en: 'An earlier row has the same enterprise and document number',
    },
    next: { zh: '请只保留一行。', en: 'Keep one of them.' },
  },
} as const satisfies ErrorArea;
