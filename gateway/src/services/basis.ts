import {
  HanlianError,
  saltedDigest,
  type Basis,
  type BasisInput,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../documents/documents.js';
import type { HolderRef } from '../documents/holder-keys.js';
import { random16, type Random } from '../storage/random.js';

/** A basis as the ledger gets it, and its text, to be stored with the department. */
export interface PreparedBasis {
  readonly basis: Basis;
  readonly text: Prepared;
}

/** What a text is: by it and its digest it is kept. */
type TextKind = 'basis' | 'origin' | 'objection' | 'subsidy';

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
  kind: TextKind,
  document: string,
  about: readonly HolderRef[],
): PreparedText {
  const salt = random16(random);
  const digest = saltedDigest(hashes.sha256, salt, document);
  const body = Buffer.from(JSON.stringify({ v: 1, salt, document }));
  return { digest, text: documents.prepare(`${kind}/${digest}`, about, body) };
}

/** A text that this hub keeps under its digest; nothing where another hub does, or somebody's key was destroyed. */
export function keptText(
  { documents }: Pick<TextParts, 'documents'>,
  kind: TextKind,
  digest: string,
): string | undefined {
  try {
    return (JSON.parse(documents.read(`${kind}/${digest}`).toString()) as { document: string }).document;
  } catch (error) {
    if (error instanceof HanlianError && NOT_HERE.has(error.code)) return undefined;
    throw error;
  }
}

const NOT_HERE: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_ERASED']);

/** On what an act rests, with its decision's text kept back. */
export function prepareBasis(
  parts: TextParts,
  { law, document }: BasisInput,
  about: readonly HolderRef[],
): PreparedBasis {
  const { digest, text } = prepareText(parts, 'basis', document, about);
  return { basis: { law, digest }, text };
}
