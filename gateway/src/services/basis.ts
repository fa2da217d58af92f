import { canonicalize, type Basis, type BasisInput, type Hashes } from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../documents/documents.js';
import type { HolderRef } from '../documents/holder-keys.js';
import { random16, type Random } from '../storage/random.js';

/** A basis as the ledger gets it, and its text, to be stored with the department. */
export interface PreparedBasis {
  readonly basis: Basis;
  readonly text: Prepared;
}

interface TextParts {
  readonly hashes: Hashes;
  readonly random: Random;
  readonly documents: Documents;
}

/** A text's salted digest for the ledger, and the text itself, to be stored. */
export interface PreparedText {
  readonly digest: string;
  readonly text: Prepared;
}

/**
 * Puts the salted digest in the place of a text: SHA-256 of JCS([salt, text]). The text stays in the hub, under the keys
 * of those it is about.
 */
export function prepareText(
  { hashes, random, documents }: TextParts,
  kind: 'basis' | 'origin' | 'objection',
  document: string,
  about: readonly HolderRef[],
): PreparedText {
  const salt = random16(random);
  const digest = Buffer.from(hashes.sha256(Buffer.from(canonicalize([salt, document])))).toString(
    'base64url',
  );
  const body = Buffer.from(JSON.stringify({ v: 1, salt, document }));
  return { digest, text: documents.prepare(`${kind}/${digest}`, about, body) };
}

/** On what an act rests, with its decision's text kept back. */
export function prepareBasis(
  parts: TextParts,
  { law, document }: BasisInput,
  about: readonly HolderRef[],
): PreparedBasis {
  const { digest, text } = prepareText(parts, 'basis', document, about);
  return { basis: { law, digest }, text };
}
