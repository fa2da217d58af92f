import type { ErrorArea } from './entry.js';

/** Public credit information: entries, their subjects, and the rules they stand under. */
export const CREDIT_ERRORS = {
  SUBJECT_FORM_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '信用主体代码的形式无法识别', en: 'The code of the subject has no known form' },
    next: {
      zh: '请使用 18 位统一社会信用代码；尚未换码的企业使用 15 位工商注册号。',
      en: 'Use the unified social credit code of 18 characters, or the 15-digit registration number not exchanged yet.',
    },
  },
  SUBJECT_IS_PERSON: {
    category: 'refused',
    retryable: false,
    title: { zh: '信用主体可能是自然人', en: 'The subject may be a natural person' },
    next: {
      zh: '链上只记录企业信用信息；请删除该条，或改用企业的统一社会信用代码。',
      en: 'Only enterprises stand on the ledger: leave the entry out, or give the enterprise by its unified social credit code.',
    },
  },
} as const satisfies ErrorArea;
