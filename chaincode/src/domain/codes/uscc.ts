import { generateOrganisationCode, parseOrganisationCode } from './organisation.js';
import type { CodeResult } from './result.js';
import type { CodeShape } from './shape.js';
import { bodyOf, DIGITS, requireShape, shapeFault, weightedSum, wrongCheck } from './shape.js';

/** GB 32100-2015 §4: digits and capital letters without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export const USCC_SHAPE: CodeShape = {
  name: { zh: '统一社会信用代码', en: 'unified social credit code' },
  segments: [
    { length: 2, alphabet: ALPHABET },
    { length: 6, alphabet: DIGITS },
    { length: 8, alphabet: ALPHABET },
    { length: 1, alphabet: `${DIGITS}X` },
    { length: 1, alphabet: ALPHABET },
  ],
};

const ORGANISATION_CHECK = 16;
const CHECK = 17;

const checkOf = (body: string): string =>
  ALPHABET.charAt((31 - (weightedSum(body, WEIGHTS, ALPHABET) % 31)) % 31);

export interface Uscc {
  /** The authority that registers: 1 编制, 5 民政, 9 市场监管, Y 其他, … */
  readonly department: string;
  /** The kind of body within that authority. */
  readonly kind: string;
  /** Six digits of GB/T 2260; 100000 for a national body. */
  readonly region: string;
  /** The organisation code (GB 11714), nine characters. */
  readonly organisation: string;
  readonly check: string;
}

/** The eighteenth character of a unified social credit code for its first seventeen (GB 32100-2015 §5). */
export function usccCheckCharacter(body: string): string {
  requireShape(body, bodyOf(USCC_SHAPE));
  return checkOf(body);
}

/** Reads a unified social credit code and both its check characters, its own and its organisation code's. */
export function parseUscc(text: string): CodeResult<Uscc> {
  const fault = shapeFault(text, USCC_SHAPE);
  if (fault !== undefined) return fault;
  const expected = checkOf(text.slice(0, CHECK));
  const check = text.charAt(CHECK);
  if (check !== expected) return wrongCheck(USCC_SHAPE.name, CHECK, expected, check);
  const organisation = text.slice(8, CHECK);
  const inner = parseOrganisationCode(organisation);
  if (!inner.ok) return { ...inner, position: ORGANISATION_CHECK };
  return {
    ok: true,
    department: text.charAt(0),
    kind: text.charAt(1),
    region: text.slice(2, 8),
    organisation,
    check,
  };
}

export interface UsccParts extends Pick<Uscc, 'department' | 'kind' | 'region'> {
  /** Eight characters of the organisation code. */
  readonly organisation: string;
}

/** The unified social credit code with these parts, for sample data. */
export function generateUscc({ department, kind, region, organisation }: UsccParts): string {
  const body = department + kind + region + generateOrganisationCode(organisation);
  return body + usccCheckCharacter(body);
}
