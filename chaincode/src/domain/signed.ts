import { digestOf } from './digests.js';
import { canonicalize, utf8Encode } from './encoding/index.js';
import type { Digest } from './hash.js';
import type { TwoPeople } from './schemas/common.js';

/** What was signed, with what makes its commitment. */
export interface Signed<Statement extends object = object> {
  readonly statement: Statement;
  readonly signature: string;
  readonly salt: string;
  readonly twoPeople?: TwoPeople | undefined;
}

/** The bytes a signature over a statement covers (RFC 8785). */
export const signedBytes = (statement: object): Uint8Array => utf8Encode(canonicalize(statement));

/**
 * What stands on the channel for a signed statement: SHA-256 of the RFC 8785 array of salt, statement, signature and,
 * where two people signed as well, theirs; base64url. It proves what was signed to whoever is shown them, and tells
 * nothing to others.
 */
export function signedCommitment(sha256: Digest, { salt, statement, signature, twoPeople }: Signed): string {
  const parts = [salt, statement, signature, ...(twoPeople === undefined ? [] : [twoPeople])];
  return digestOf(sha256, parts);
}
