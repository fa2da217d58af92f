import type { ErrorArea } from './entry.js';

/** National codes and legal dates. */
export const CODE_ERRORS = {
  LENGTH_WRONG: {
    category: 'malformed',
    retryable: false,
    title: { zh: '代码长度不正确', en: 'The code has the wrong length' },
    next: { zh: '请核对是否漏写或多写了字符。', en: 'Check for missing or extra characters.' },
  },
  ALPHABET: {
    category: 'malformed',
    retryable: false,
    title: { zh: '代码含有不允许的字符', en: 'The code contains a character that is not allowed' },
    next: {
      zh: '请核对指出的位置；统一社会信用代码不用 I、O、S、V、Z，字母须大写。',
      en: 'Check the position named; unified social credit codes never use I, O, S, V or Z, and letters are upper case.',
    },
  },
  CHECK_CHARACTER_WRONG: {
    category: 'malformed',
    retryable: false,
    title: { zh: '校验码不正确', en: 'The check character is wrong' },
    next: {
      zh: '请逐位核对原件；很可能有一位写错或两位颠倒。',
      en: 'Compare with the original character by character; most likely one is wrong or two are swapped.',
    },
  },
  REGION_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '行政区划代码不正确', en: 'The administrative division code is not possible' },
    next: { zh: '请核对六位行政区划代码。', en: 'Check the six digits of the administrative division.' },
  },
  IDENTIFIER_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '证照标识的结构不正确', en: 'The certificate identifier is not built as it should be' },
    next: {
      zh: '证照标识形如 1.2.156.3005.2.类型.机构.流水号.版本.校验位，请核对。',
      en: 'An identifier reads 1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>; compare with it.',
    },
  },
  DATE_IMPOSSIBLE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '日期或时间不存在', en: 'The date or time does not exist' },
    next: {
      zh: '日期请写 YYYY-MM-DD，时刻请写 YYYY-MM-DDTHH:MM:SSZ，并核对月份天数。',
      en: 'Write dates as YYYY-MM-DD and instants as YYYY-MM-DDTHH:MM:SSZ, and check the days of the month.',
    },
  },
  CALENDAR_MISSING: {
    category: 'refused',
    retryable: true,
    title: { zh: '缺少该年度的工作日历', en: 'The working-day calendar of that year is not registered' },
    next: { zh: '请先登记该年度的工作日历。', en: 'Register the calendar of the year named first.' },
  },
} as const satisfies ErrorArea;
