import type { ErrorCode } from '../errors/index.js';
import { HanlianError } from '../errors/index.js';
import type { JsonValue } from '../json.js';
import type { Bilingual } from '../schemas/common.js';

/** Exactly what is wrong with a code. `position` counts from 0; the sentences count from 1, as people do. */
export interface CodeFault {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly position?: number;
  readonly expected?: JsonValue;
  /** The offending character or length, never the whole code, which may be a person's number. */
  readonly received?: JsonValue;
  readonly message: Bilingual;
}

/** A code's parts, or what is wrong with it. */
export type CodeResult<Parts> = ({ readonly ok: true } & Parts) | CodeFault;

/** The parts of a code that must be right; a fault becomes an error that names `field`. */
export function requireCode<Parts>(result: CodeResult<Parts>, field: string): { readonly ok: true } & Parts {
  if (result.ok) return result;
  const { code, position, expected, received, message } = result;
  throw new HanlianError(code, message.en, { field, position, expected, received, message: { ...message } });
}
