import type { ErrorArea } from './entry.js';

/** The interfaces departments called before the hub. */
export const DEPLOYED_ERRORS = {
  QUOTA_SPENT: {
    category: 'limited',
    retryable: true,
    title: { zh: '本单位今日的接口调用额度已用完', en: "The organisation's calls of the day are used up" },
    next: {
      zh: '请于次日（北京时间零时起）再调用，或联系运维人员调整额度。',
      en: 'Call again tomorrow (from midnight in Asia/Shanghai), or ask the operator for a larger quota.',
    },
  },
} as const satisfies ErrorArea;
