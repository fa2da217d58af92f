import { createHash } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';

/** `"3"` or `"3-tHqGZ1x…"`: the part before the hyphen is the record's revision. */
const ETAG = /^"(0|[1-9][0-9]{0,8})(?:-[A-Za-z0-9_-]{1,43})?"$/;

const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

/**
 * The entity tag of a JSON answer. Where the answer shows a record, its revision comes first, for If-Match; the
 * digest follows because the same revision reads differently once a validity has run out.
 */
export const etagOf = (text: string, revision?: number): string =>
  revision === undefined ? `"${shortDigest(text)}"` : `"${revision}-${shortDigest(text)}"`;

/**
 * Whether an If-None-Match header names a tag (RFC 9110 §13.1.2). Express' own rule answers everything anew where
 * Cache-Control says `no-cache`, which fetch sends with every condition.
 */
export const names = (ifNoneMatch: string | undefined, etag: unknown): boolean =>
  etag !== undefined &&
  (ifNoneMatch?.trim() === '*' ||
    (ifNoneMatch ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

/** The revision an If-Match header names; undefined for none and for `*`. */
export function revisionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const revision = ETAG.exec(ifMatch)?.[1];
  if (revision === undefined) {
    throw new HanlianError('FIELD_INVALID', 'If-Match must be the ETag of the certificate', {
      field: 'If-Match',
      expected: '"<revision>" or the ETag of GET /v1/licenses/{id}',
    });
  }
  return Number(revision);
}
