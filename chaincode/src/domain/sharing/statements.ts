import { base64urlEncode, canonicalize, utf8Encode } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import type {
  ConsentActStatement,
  ConsentStatement,
  ConsentViewStatement,
  PullStatement,
} from '../schemas/sharing.js';

export type SharingStatement = ConsentStatement | ConsentActStatement | ConsentViewStatement | PullStatement;

interface Signed {
  readonly statement: SharingStatement;
  readonly signature: string;
  readonly salt: string;
}

/** The bytes a holder or a recipient signs (RFC 8785). */
export const sharingBytes = (statement: SharingStatement): Uint8Array => utf8Encode(canonicalize(statement));

/**
 * What stands on the channel for a signed statement: SHA-256 of the RFC 8785 array of salt, statement and signature,
 * base64url. It proves what was signed to whoever is shown the three, and tells nothing to others.
 */
export const sharingCommitment = (sha256: Digest, { statement, signature, salt }: Signed): string =>
  base64urlEncode(sha256(utf8Encode(canonicalize([salt, statement, signature]))));
