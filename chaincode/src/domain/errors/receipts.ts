import type { ErrorArea } from './entry.js';

/** Queries between departments, what is released, and the receipts of it. */
export const RECEIPT_ERRORS = {
  ANCHOR_NOT_NEXT: {
    category: 'conflict',
    retryable: false,
    title: { zh: '回执锚定不连续', en: 'The anchor does not go on where the last one ended' },
    next: {
      zh: '请从该数据使用方上一次锚定之后的第一条回执开始锚定。',
      en: 'Begin each stretch with the record after the last anchored one.',
    },
  },
} as const satisfies ErrorArea;
