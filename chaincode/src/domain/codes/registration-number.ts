import type { CodeResult } from './result.js';
import type { CodeShape } from './shape.js';
import { bodyOf, DIGITS, requireShape, shapeFault, wrongCheck } from './shape.js';

export const REGISTRATION_NUMBER_LENGTH = 15;

const SHAPE: CodeShape = {
  name: { zh: '工商注册号', en: 'registration number' },
  segments: [
    { length: 14, alphabet: DIGITS },
    { length: 1, alphabet: DIGITS },
  ],
};

const CHECK = 14;

/** ISO 7064 MOD 11,10, as GS 15-2006 asks. */
function checkOf(body: string): string {
  let product = 10;
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10;
    product = (2 * (sum === 0 ? 10 : sum)) % 11;
  }
  return String((11 - product) % 10);
}

export interface RegistrationNumber {
  /** The authority that registered first, six digits. */
  readonly authority: string;
  /** Eight digits, given in order. */
  readonly sequence: string;
  readonly check: string;
}

/** The fifteenth digit of a registration number for its first fourteen (GS 15-2006). */
export function registrationNumberCheckDigit(body: string): string {
  requireShape(body, bodyOf(SHAPE));
  return checkOf(body);
}

/** Reads a registration number of the industry and commerce authorities, given until 2015 (GS 15-2006). */
export function parseRegistrationNumber(text: string): CodeResult<RegistrationNumber> {
  const fault = shapeFault(text, SHAPE);
  if (fault !== undefined) return fault;
  const expected = checkOf(text.slice(0, CHECK));
  const check = text.charAt(CHECK);
  if (check !== expected) return wrongCheck(SHAPE.name, CHECK, expected, check);
  return { ok: true, authority: text.slice(0, 6), sequence: text.slice(6, CHECK), check };
}
