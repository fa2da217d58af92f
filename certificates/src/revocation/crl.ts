import { DerError, DerReader, TAG } from '../asn1/der.js';
import { readNextTime, readTime } from '../asn1/time.js';
import type { SignedBytes } from '../path/algorithms.js';
import { EXTENSION, readExtensions, type RawExtension } from '../path/extensions.js';
import { readSigned } from '../path/signed.js';
import { RevocationError } from './faults.js';
import { reasonOf, type Revocation, type RevocationReason } from './reasons.js';

/** A revocation list of version 2 (RFC 5280 §5). */
export interface RevocationList extends SignedBytes {
  /** Name, DER. */
  readonly issuer: Buffer;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** By serial: contents of the INTEGER, hex. */
  readonly revoked: ReadonlyMap<string, Revocation>;
}

const VERSION_2 = Buffer.of(1);

/** Throws DerError; RevocationError CRITICAL_EXTENSION_UNKNOWN, for indirect, partial and delta lists too. */
export const readRevocationList = (bytes: Uint8Array): RevocationList => {
  const signed = readSigned(bytes);
  const body = new DerReader(signed.tbs).enterLast(TAG.sequence);
  if (!body.read(TAG.integer).contents.equals(VERSION_2)) throw new DerError('Not of version 2');
  if (!body.read(TAG.sequence).bytes.equals(signed.algorithm)) {
    throw new RevocationError('ALGORITHM_MISMATCH');
  }
  const issuer = body.read(TAG.sequence).bytes;
  const thisUpdate = readNextTime(body);
  const nextUpdate = readNextTime(body);
  const entries = body.optional(TAG.sequence);
  refuseCritical(readExtensions(body.enterLast(TAG.context0).enterLast(TAG.sequence)));
  return { ...signed, issuer, thisUpdate, nextUpdate, revoked: readEntries(entries?.contents) };
};

const readEntries = (contents: Buffer | undefined): ReadonlyMap<string, Revocation> => {
  const entries = new DerReader(contents ?? Buffer.alloc(0));
  const revoked = new Map<string, Revocation>();
  while (!entries.done) {
    const entry = readEntry(entries.enter(TAG.sequence));
    if (revoked.has(entry.serial)) throw new DerError('A certificate is listed twice');
    revoked.set(entry.serial, entry);
  }
  return revoked;
};

const readEntry = (entry: DerReader): Revocation => {
  const serial = entry.read(TAG.integer).contents.toString('hex');
  const at = readNextTime(entry);
  const extensions: ReadonlyMap<string, RawExtension> = entry.done
    ? new Map()
    : readExtensions(entry.enterLast(TAG.sequence));
  refuseCritical(extensions);
  const reason = extensions.get(EXTENSION.cRLReason);
  const invalidity = extensions.get(EXTENSION.invalidityDate);
  return {
    serial,
    at,
    reason: reason ? readReason(new DerReader(reason.value)) : 'unspecified',
    ...(invalidity && { invalidSince: readTime(new DerReader(invalidity.value)) }),
  };
};

/** The last value: an ENUMERATED CRLReason. Throws DerError. */
export const readReason = (reader: DerReader): RevocationReason => {
  const { contents } = reader.readLast(TAG.enumerated);
  const reason = contents.length === 1 ? reasonOf(contents.readUInt8()) : undefined;
  if (reason === undefined) throw new DerError('Not a reason for a revocation');
  return reason;
};

/** None is understood: each narrows or moves what the list speaks of. */
const refuseCritical = (extensions: ReadonlyMap<string, RawExtension>): void => {
  if ([...extensions.values()].some(({ critical }) => critical)) {
    throw new RevocationError('CRITICAL_EXTENSION_UNKNOWN');
  }
};
