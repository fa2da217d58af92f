import { canonicalize, type Basis, type BasisInput, type Hashes } from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../documents/documents.js';
import type { HolderRef } from '../documents/holder-keys.js';
import { random16, type Random } from '../storage/random.js';

/** A basis as the ledger gets it, and its text, to be stored with the department. */
export interface PreparedBasis {
  readonly basis: Basis;
  readonly text: Prepared;
}

/**
 * Puts the salted digest in the place of a decision's text: SHA-256 of JCS([salt, text]). The text stays in the hub,
 * under the keys of those it is about.
 */
export function prepareBasis(
  { hashes, random, documents }: { hashes: Hashes; random: Random; documents: Documents },
  { law, document }: BasisInput,
  about: readonly HolderRef[],
): PreparedBasis {
  const salt = random16(random);
  const digest = Buffer.from(hashes.sha256(Buffer.from(canonicalize([salt, document])))).toString(
    'base64url',
  );
  const body = Buffer.from(JSON.stringify({ v: 1, salt, document }));
  return { basis: { law, digest }, text: documents.prepare(`basis/${digest}`, about, body) };
}
