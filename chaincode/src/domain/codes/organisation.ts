import type { CodeResult } from './result.js';
import type { CodeShape } from './shape.js';
import {
  bodyOf,
  DIGITS,
  DIGITS_AND_LETTERS,
  requireShape,
  shapeFault,
  weightedSum,
  wrongCheck,
} from './shape.js';

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Remainder 10 is written X, remainder 11 as 0 (GB 11714-1997 §3.3); index 0 is never reached. */
const CHECK_CHARACTERS = '-123456789X0';

const SHAPE: CodeShape = {
  name: { zh: '组织机构代码', en: 'organisation code' },
  segments: [
    { length: 8, alphabet: DIGITS_AND_LETTERS },
    { length: 1, alphabet: `${DIGITS}X` },
  ],
};

const checkOf = (body: string): string =>
  CHECK_CHARACTERS.charAt(11 - (weightedSum(body, WEIGHTS, DIGITS_AND_LETTERS) % 11));

export interface OrganisationCode {
  /** The eight characters of the body. */
  readonly body: string;
  readonly check: string;
}

/** The ninth character of an organisation code for its first eight (GB 11714-1997). */
export function organisationCheckCharacter(body: string): string {
  requireShape(body, bodyOf(SHAPE));
  return checkOf(body);
}

/** Reads an organisation code of nine characters, without the hyphen sometimes printed (GB 11714-1997). */
export function parseOrganisationCode(text: string): CodeResult<OrganisationCode> {
  const fault = shapeFault(text, SHAPE);
  if (fault !== undefined) return fault;
  const body = text.slice(0, 8);
  const check = text.charAt(8);
  const expected = checkOf(body);
  if (check !== expected) return wrongCheck(SHAPE.name, 8, expected, check);
  return { ok: true, body, check };
}

/** The organisation code with these eight characters, for sample data. */
export function generateOrganisationCode(body: string): string {
  return body + organisationCheckCharacter(body);
}
