import type { ErrorArea } from './entry.js';

/** The gateway's door. */
export const HTTP_ERRORS = {
  UNAUTHENTICATED: {
    category: 'unauthenticated',
    retryable: false,
    title: { zh: '未能确认调用方身份', en: 'The caller could not be identified' },
    next: {
      zh: '请提供有效的密钥、新签发的令牌或已登记的客户端证书。',
      en: 'Send a valid key, a token signed just now, or a registered client certificate.',
    },
  },
  FORBIDDEN: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '无权执行此操作', en: 'The caller may not do this' },
    next: {
      zh: '请联系本单位管理员开通权限。',
      en: "Ask your organisation's administrator for the permission.",
    },
  },
  NOT_FOUND: {
    category: 'not_found',
    retryable: false,
    title: { zh: '未找到', en: 'Nothing was found here' },
    next: { zh: '请核对地址和编号。', en: 'Check the address and the identifier.' },
  },
  METHOD_NOT_ALLOWED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '该地址不支持此方法', en: 'This address does not take this method' },
    next: { zh: '请使用 Allow 头中列出的方法。', en: 'Use one of the methods in the Allow header.' },
  },
  LIMIT_REACHED: {
    category: 'limited',
    retryable: true,
    title: { zh: '请求过于频繁', en: 'Too many requests' },
    next: {
      zh: '请按 Retry-After 头等待后重试。',
      en: 'Wait as the Retry-After header says, then try again.',
    },
  },
  IDEMPOTENCY_KEY_MISSING: {
    category: 'malformed',
    retryable: false,
    title: { zh: '写操作缺少 Idempotency-Key', en: 'A write needs an Idempotency-Key header' },
    next: {
      zh: '请为每个操作生成一个唯一的键；重试时使用同一个键。',
      en: 'Make one unique key per operation and keep it when you retry.',
    },
  },
  IDEMPOTENCY_KEY_REUSED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该 Idempotency-Key 已用于其他内容', en: 'The Idempotency-Key was used with another body' },
    next: { zh: '新的操作请使用新的键。', en: 'Use a new key for a new operation.' },
  },
  IDEMPOTENCY_IN_PROGRESS: {
    category: 'conflict',
    retryable: true,
    title: { zh: '相同请求正在处理中', en: 'The same request is still being worked on' },
    next: { zh: '请稍后查询所列任务。', en: 'Ask for the job named a little later.' },
  },
  REQUEST_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: 'HTTP 请求格式不正确', en: 'The HTTP request is not well formed' },
    next: {
      zh: '请核对地址中的百分号编码和请求头。',
      en: 'Check the percent-encoding of the address and the request headers.',
    },
  },
  REQUEST_TIMEOUT: {
    category: 'malformed',
    retryable: true,
    title: { zh: '请求未在限定时间内发送完毕', en: 'The request did not arrive in time' },
    next: { zh: '请检查网络后重新发送。', en: 'Check the connection and send it again.' },
  },
  HEADERS_TOO_LARGE: {
    category: 'too_large',
    retryable: false,
    title: { zh: '请求头过大', en: 'The request headers are too large' },
    next: { zh: '请缩短地址和请求头。', en: 'Shorten the address and the headers.' },
  },
  CONTENT_TYPE_UNSUPPORTED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '不支持的内容类型或编码', en: 'The content type or encoding is not taken' },
    next: {
      zh: '请以 expected 所列的一种类型和编码发送，不要压缩。',
      en: 'Send it uncompressed, in one of the types and encodings that `expected` lists.',
    },
  },
  OVERLOADED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '系统繁忙或正在停机', en: 'The hub is busy or shutting down' },
    next: {
      zh: '请按 Retry-After 头等待后重试；写操作请沿用原来的 Idempotency-Key。',
      en: 'Wait as the Retry-After header says, then try again; keep the Idempotency-Key of a write.',
    },
  },
  NOT_READY: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '系统尚未就绪', en: 'The hub is not ready' },
    next: { zh: '请稍后再查询；原因见 detail。', en: 'Ask again later; detail names the reasons.' },
  },
  INTERNAL: {
    category: 'internal',
    retryable: true,
    title: { zh: '系统内部错误', en: 'A fault inside the hub' },
    next: {
      zh: '请稍后重试；若持续出现，请将请求编号告知运维人员。',
      en: 'Try again later; if it stays, give the request id to the operator.',
    },
  },
} as const satisfies ErrorArea;
