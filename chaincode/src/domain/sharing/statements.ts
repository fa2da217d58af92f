import type { Digest } from '../hash.js';
import type {
  ConsentActStatement,
  ConsentStatement,
  ConsentViewStatement,
  PullStatement,
} from '../schemas/sharing.js';
import { signedBytes, signedCommitment, type Signed } from '../signed.js';

export type SharingStatement = ConsentStatement | ConsentActStatement | ConsentViewStatement | PullStatement;

/** The bytes a holder or a recipient signs. */
export const sharingBytes = (statement: SharingStatement): Uint8Array => signedBytes(statement);

/** What stands on the channel for what one of them signed. */
export const sharingCommitment = (sha256: Digest, signed: Signed<SharingStatement>): string =>
  signedCommitment(sha256, signed);
