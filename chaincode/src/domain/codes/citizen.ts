import { isDate } from '../time/index.js';
import type { CodeFault, CodeResult } from './result.js';
import { requireCode } from './result.js';
import type { CodeShape } from './shape.js';
import { bodyOf, DIGITS, requireShape, shapeFault, weightedSum, wrongCheck } from './shape.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** By the remainder of the weighted sum modulo 11 (GB 11643-1999 §5). */
const CHECK_CHARACTERS = '10X98765432';

/** The first two digits of a division code (GB/T 2260), with 81 to 83 for residents of Hong Kong, Macau and Taiwan. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
/** Nobody who has a citizen number was born in another century. */
const CENTURY = /^(?:18|19|20)/;

const SHAPE: CodeShape = {
  name: { zh: '公民身份号码', en: 'citizen number' },
  segments: [
    { length: 17, alphabet: DIGITS },
    { length: 1, alphabet: `${DIGITS}X` },
  ],
};

const CHECK = 17;

const checkOf = (body: string): string => CHECK_CHARACTERS.charAt(weightedSum(body, WEIGHTS, DIGITS) % 11);

export interface CitizenNumber {
  /** Six digits of GB/T 2260: where the number was given. */
  readonly region: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** Three digits, odd for a man and even for a woman. */
  readonly sequence: string;
  readonly check: string;
}

const REGION_FAULT: CodeFault = {
  ok: false,
  code: 'REGION_INVALID',
  position: 0,
  message: {
    zh: '公民身份号码前两位不是省级行政区划代码。',
    en: 'The first two digits of the citizen number are no province.',
  },
};

const BIRTH_DATE_FAULT: CodeFault = {
  ok: false,
  code: 'DATE_IMPOSSIBLE',
  position: 6,
  message: {
    zh: '公民身份号码第 7 至 14 位不是存在的出生日期。',
    en: 'Characters 7 to 14 of the citizen number are no day a person was born on.',
  },
};

const dateFrom = (digits: string): string =>
  `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;

const isBirthDate = (date: string): boolean => CENTURY.test(date) && isDate(date);

/** The eighteenth character of a citizen number for its first seventeen (GB 11643-1999). */
export function citizenCheckCharacter(body: string): string {
  requireShape(body, bodyOf(SHAPE));
  return checkOf(body);
}

/** Reads a citizen number: province, a birth date that exists, and the check character (GB 11643-1999). */
export function parseCitizenNumber(text: string): CodeResult<CitizenNumber> {
  const fault = shapeFault(text, SHAPE);
  if (fault !== undefined) return fault;
  if (!PROVINCE.test(text)) return REGION_FAULT;
  const birthDate = dateFrom(text.slice(6, 14));
  if (!isBirthDate(birthDate)) return BIRTH_DATE_FAULT;
  const expected = checkOf(text.slice(0, CHECK));
  const check = text.charAt(CHECK);
  if (check !== expected) return wrongCheck(SHAPE.name, CHECK, expected, check);
  return { ok: true, region: text.slice(0, 6), birthDate, sequence: text.slice(14, CHECK), check };
}

/** The citizen number with these parts, for generated persons. `sequence` is three digits. */
export function generateCitizenNumber(parts: Omit<CitizenNumber, 'check'>): string {
  const body = parts.region + parts.birthDate.replaceAll('-', '') + parts.sequence;
  const number = body + citizenCheckCharacter(body);
  requireCode(parseCitizenNumber(number), 'citizenNumber');
  return number;
}

/** Both forms hold fifteen digits in a row. Few serials do, and this is asked of every certificate of a bulk issue. */
const MAY_HOLD_ONE = /[0-9]{15}/;
/** Every place a number of eighteen characters may begin: a lookahead matches overlapping ones too. */
const EIGHTEEN_CHARACTERS = /(?=([0-9]{17}[0-9Xx]))/g;
const EXACTLY_FIFTEEN_DIGITS = /(?<![0-9])([0-9]{15})(?![0-9])/g;

/** The fifteen digits given before 1999: division, YYMMDD, sequence, no check character. */
const isLegacyNumber = (digits: string): boolean =>
  PROVINCE.test(digits) && isDate(dateFrom(`19${digits.slice(6, 12)}`));

/**
 * Whether a serial holds a citizen number: a valid one of eighteen characters anywhere in it, or exactly fifteen digits
 * in a row that read as one given before 1999. Such a serial would publish whose certificate it is.
 */
export function looksLikeCitizenNumber(serial: string): boolean {
  if (!MAY_HOLD_ONE.test(serial)) return false;
  const found = (form: RegExp): string[] =>
    Array.from(serial.matchAll(form), ([, digits]) => digits as string);
  const isCurrent = (number: string): boolean => parseCitizenNumber(number.toUpperCase()).ok;
  return found(EIGHTEEN_CHARACTERS).some(isCurrent) || found(EXACTLY_FIFTEEN_DIGITS).some(isLegacyNumber);
}
