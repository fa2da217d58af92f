import type { ErrorArea } from './entry.js';

/** What audits find, and what is said to it. */
export const FINDING_ERRORS = {
  FINDING_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该审计发现', en: 'There is no such finding' },
    next: { zh: '请核对审计发现的编号。', en: "Check the finding's id." },
  },
  FINDING_ANSWERS_FULL: {
    category: 'refused',
    retryable: false,
    title: { zh: '该审计发现的答复次数已达上限', en: 'The finding takes no more answers' },
    next: {
      zh: '请审计机关另行提出后续发现。',
      en: 'Have the audit office report a finding that follows this one.',
    },
  },
  NOT_AUDIT_OFFICE: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '只有审计机关可以提出审计发现', en: 'Only an audit office reports findings' },
    next: { zh: '请由审计机关办理。', en: 'Ask the audit office.' },
  },
} as const satisfies ErrorArea;
