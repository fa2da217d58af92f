import type { ErrorArea } from './entry.js';

/** The feed of events. */
export const EVENT_ERRORS = {
  EVENTS_FORGOTTEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该位置之后的部分事件已不再保留', en: 'Some events after this position are no longer kept' },
    next: {
      zh: '请以 expected 中的位置重新读取，并按需核对期间的证照状态。',
      en: 'Read on from the position in expected, and look up what may have changed meanwhile.',
    },
  },
  EVENT_POSITION_AHEAD: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该位置超出事件流末尾', en: 'The position lies beyond the end of the feed' },
    next: {
      zh: '系统可能已从备份恢复；请从 expected 中的位置读取，按事件编号去重。',
      en: 'The hub may have been restored from a backup: read on from the position in expected; event ids tell what you have.',
    },
  },
} as const satisfies ErrorArea;
