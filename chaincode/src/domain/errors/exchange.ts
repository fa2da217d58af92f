import type { ErrorArea } from './entry.js';

/** What hubs of different organisations ask one another. */
export const EXCHANGE_ERRORS = {
  EXCHANGE_PEER_UNKNOWN: {
    category: 'unavailable',
    retryable: false,
    title: { zh: '未配置对方部门的中枢地址', en: "The other department's hub has no address here" },
    next: {
      zh: '请运维人员在 HANLIAN_EXCHANGE_URLS 中登记该部门的地址。',
      en: 'Have the operator name it in HANLIAN_EXCHANGE_URLS.',
    },
  },
  EXCHANGE_UNREACHABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '对方中枢暂时无法连接', en: 'The other hub cannot be reached now' },
    next: {
      zh: '请稍后以同一幂等键重试：同一次查询只占用一个名额。',
      en: 'Try again later with the same Idempotency-Key: one pull takes one slot, however often it is asked for.',
    },
  },
  EXCHANGE_REPLY_WRONG: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '对方中枢的答复不可信', en: "The other hub's reply cannot be believed" },
    next: {
      zh: '请核对对方的交换密钥是否已登记，并联系对方运维人员。',
      en: "Look whether its exchange key is registered, and ask the other hub's operator.",
    },
  },
  EXCHANGE_REPLAYED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该报文已收到过', en: 'This letter was received before' },
    next: { zh: '请以新的随机数重新签发报文。', en: 'Sign a new one, with another nonce.' },
  },
  EXCHANGE_ACT_UNKNOWN: {
    category: 'conflict',
    retryable: true,
    title: { zh: '本中枢的账本中没有该操作', en: 'The ledger of this hub has no such act' },
    next: {
      zh: '请待本中枢同步账本后重新发送；若仍如此，请核对交易编号和位置。',
      en: 'Send it again once this hub has caught up with the ledger; if it stays, check the transaction and its place.',
    },
  },
} as const satisfies ErrorArea;
