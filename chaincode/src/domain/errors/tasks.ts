import type { ErrorArea } from './entry.js';

/** What waits for a second person. */
export const TASK_ERRORS = {
  TASK_CLOSED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该任务已不在待审核状态', en: 'The task no longer waits for a decision' },
    next: {
      zh: '请查看任务的当前状态；需要时由经办人重新提交。',
      en: 'Look at what became of the task; where needed, the preparer prepares it anew.',
    },
  },
  OFFICER_UNKNOWN: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '经办或审核人员不在本系统，或无签名密钥',
      en: 'One of the two people is not known to this hub, or has no key to sign with',
    },
    next: {
      zh: '请由在职且已登记密钥的人员经办并审核。',
      en: 'Let people in office whose keys are registered prepare and review it.',
    },
  },
} as const satisfies ErrorArea;
