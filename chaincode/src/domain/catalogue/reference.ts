import { digestOf } from '../digests.js';
import { base64urlEncode, canonicalize, utf8Encode } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import { keys } from '../keys.js';
import { leafHash, merkleRoot } from '../merkle/index.js';
import type { CatalogueKind, CatalogueReference } from '../schemas/catalogue.js';

/** The key of an entry as it stands. */
export function keyOfEntry(entry: CatalogueReference): string {
  return entry.kind === 'resource' ? keys.resource(entry.code) : keys[entry.kind](entry.department, entry.id);
}

/** What an entry is called by, whatever of it a record or a request states besides. */
export function referenceOf(
  kind: CatalogueKind,
  facts: { readonly code: string } | { readonly department: string; readonly id: string },
): CatalogueReference {
  if ('code' in facts) return { kind: 'resource', code: facts.code };
  return { kind: kind as Exclude<CatalogueKind, 'resource'>, department: facts.department, id: facts.id };
}

/** SHA-256 of a record's RFC 8785 bytes, base64url: the `root` of the event that tells of one record. */
export const recordDigest = (sha256: Digest, record: object): string => digestOf(sha256, record);

/** RFC 6962 root over the RFC 8785 bytes of records in the order they were written: the `root` of an event of several. */
export const recordsRoot = (sha256: Digest, records: readonly object[]): string =>
  base64urlEncode(
    merkleRoot(
      sha256,
      records.map((record) => leafHash(sha256, utf8Encode(canonicalize(record)))),
    ),
  );
