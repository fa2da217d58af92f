import type { ErrorArea } from './entry.js';

/** Webhooks: where events are sent. */
export const WEBHOOK_ERRORS = {
  WEBHOOK_TARGET_REFUSED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该地址不可作为推送目标', en: 'Events are not sent to this address' },
    next: {
      zh: '请使用公网 https 地址，且不含用户名、口令和片段；内部网络须由运维人员在配置中列明。',
      en: 'Use a public https address without user, password or fragment; an internal network must stand in the settings of the hub.',
    },
  },
  WEBHOOKS_FULL: {
    category: 'conflict',
    retryable: false,
    title: { zh: '推送订阅数量已达上限', en: 'The caller has as many webhooks as it may have' },
    next: { zh: '请修改或删除不再使用的订阅。', en: 'Change or delete one that is no longer used.' },
  },
} as const satisfies ErrorArea;
