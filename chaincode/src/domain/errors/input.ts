import type { ErrorArea } from './entry.js';

/** Texts, JSON and fields, before any meaning is looked at. */
export const INPUT_ERRORS = {
  UTF8_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '内容不是有效的 UTF-8', en: 'The bytes are not valid UTF-8' },
    next: { zh: '请以 UTF-8 编码后重新发送。', en: 'Encode the text as UTF-8 and send it again.' },
  },
  ENCODING_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '编码内容无法解码', en: 'The encoded text cannot be decoded' },
    next: {
      zh: '请检查指出的位置；base64url 不带填充，十六进制用小写。',
      en: 'Look at the position named; base64url goes without padding, hexadecimal in lower case.',
    },
  },
  JSON_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '内容不是有效的 JSON', en: 'The text is not valid JSON' },
    next: {
      zh: '请按指出的行列修正；超过 2^53 的整数请写成字符串。',
      en: 'Mend the line and column named; write integers beyond 2^53 as strings.',
    },
  },
  JSON_DUPLICATE_KEY: {
    category: 'malformed',
    retryable: false,
    title: { zh: 'JSON 对象中有重复的键', en: 'A JSON object has the same key twice' },
    next: {
      zh: '请只保留一个；重复的键会让签名与内容产生歧义。',
      en: 'Keep one of them; a repeated key makes what was signed ambiguous.',
    },
  },
  JSON_TOO_DEEP: {
    category: 'malformed',
    retryable: false,
    title: { zh: 'JSON 嵌套过深', en: 'The JSON is nested too deeply' },
    next: { zh: '请减少嵌套层数。', en: 'Send a flatter structure.' },
  },
  JSON_NOT_CANONICAL: {
    category: 'malformed',
    retryable: false,
    title: { zh: '该值没有规范化的 JSON 形式', en: 'The value has no canonical JSON form' },
    next: {
      zh: '请只使用字符串、有限数字、布尔值、null、数组和普通对象。',
      en: 'Use only strings, finite numbers, booleans, null, arrays and plain objects.',
    },
  },
  SCHEMA_VIOLATION: {
    category: 'malformed',
    retryable: false,
    title: { zh: '内容不符合格式要求', en: 'The content does not follow its schema' },
    next: {
      zh: '请对照接口说明修正所列字段。',
      en: 'Mend the fields listed, following the API description.',
    },
  },
  FIELD_MISSING: {
    category: 'malformed',
    retryable: false,
    title: { zh: '缺少必填字段', en: 'A required field is missing' },
    next: { zh: '请补上指出的字段。', en: 'Supply the field named.' },
  },
  FIELD_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '出现未定义的字段', en: 'A field is not part of the schema' },
    next: {
      zh: '请删除指出的字段，或核对证照类型及其版本。',
      en: 'Remove the field named, or check the certificate type and its version.',
    },
  },
  FIELD_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '字段的值不正确', en: "A field's value is not acceptable" },
    next: { zh: '请按说明修正指出的字段。', en: 'Correct the field named as described.' },
  },
  BODY_TOO_LARGE: {
    category: 'too_large',
    retryable: false,
    title: { zh: '请求内容超过大小限制', en: 'The request body is over the size limit' },
    next: { zh: '请分成较小的请求发送。', en: 'Split it into smaller requests.' },
  },
} as const satisfies ErrorArea;
