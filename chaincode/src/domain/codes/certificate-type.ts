import type { CodeResult } from './result.js';
import { requireCode } from './result.js';
import type { CodeShape } from './shape.js';
import { DIGITS, shapeFault } from './shape.js';
import { parseUscc, USCC_SHAPE } from './uscc.js';

const AUTHORITY_LENGTH = 18;

/** 营业执照, by the code its defining authority (市场监管总局) gave it. */
export const BUSINESS_LICENCE = '11100000MB0143028R001';

const SHAPE: CodeShape = {
  name: { zh: '证照类型代码', en: 'certificate type code' },
  segments: [...USCC_SHAPE.segments, { length: 3, alphabet: DIGITS }],
};

export interface CertificateTypeCode {
  /** The USCC of the authority that defines the type. */
  readonly authority: string;
  /** Three digits the authority numbers its types by. */
  readonly number: string;
}

/** Reads a certificate type code: the defining authority's unified social credit code and three digits (GB/T 36904). */
export function parseTypeCode(text: string): CodeResult<CertificateTypeCode> {
  const fault = shapeFault(text, SHAPE);
  if (fault !== undefined) return fault;
  const authority = text.slice(0, AUTHORITY_LENGTH);
  const uscc = parseUscc(authority);
  if (!uscc.ok) return uscc;
  return { ok: true, authority, number: text.slice(AUTHORITY_LENGTH) };
}

/** The type code with these parts, for sample data. */
export function generateTypeCode({ authority, number }: CertificateTypeCode): string {
  const code = authority + number;
  requireCode(parseTypeCode(code), 'type');
  return code;
}
