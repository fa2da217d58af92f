import { base64urlEncode } from '../encoding/index.js';
import type { Hashes } from '../hash.js';
import { keys } from '../keys.js';
import type { SaltedField } from '../leaves/index.js';
import { fieldLeaves } from '../leaves/index.js';
import { merkleRoot } from '../merkle/index.js';

/** Which entry: its subject and its id among the subject's. */
export interface EntryReference {
  readonly subject: string;
  readonly entry: string;
}

/**
 * The leaf hashes of a body's fields in their order, as of a certificate's; the entry's key stands in the identifier's
 * place, so that no field moves from one entry to another.
 */
export const entryLeaves = (
  hashes: Hashes,
  { subject, entry }: EntryReference,
  fields: readonly SaltedField[],
): readonly Record<keyof Hashes, Uint8Array>[] => {
  const key = keys.entry(subject, entry);
  return fields.map((field, index) => fieldLeaves(hashes, key, index, field));
};

/** The roots over a body that its entry's facts carry. */
export function entryRoots(
  hashes: Hashes,
  reference: EntryReference,
  fields: readonly SaltedField[],
): { root: string; sm3Root: string } {
  const leaves = entryLeaves(hashes, reference, fields);
  const rootIn = (suite: keyof Hashes): string =>
    base64urlEncode(
      merkleRoot(
        hashes[suite],
        leaves.map((leaf) => leaf[suite]),
      ),
    );
  return { root: rootIn('sha256'), sm3Root: rootIn('sm3') };
}
