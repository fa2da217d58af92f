import { z } from 'zod';
import {
  basis,
  digest,
  divisionCode,
  instant,
  officerId,
  random16,
  serial,
  twoPeople,
  typeCode,
  usccText,
  v1,
  version,
} from './common.js';

/** The national state codes of an electronic certificate (住建部 电子证照 upload specification). Expiry is computed, never stored. */
export const stateCode = z.enum(['01', '02', '03', '04', '05', '06', '07', '99']);

/** What can happen to a certificate after its issue. */
export const operation = z.enum([
  'amend',
  'renew',
  'suspend',
  'reinstate',
  'annul',
  'revoke',
  'deregister',
  'transferOut',
  'confirmTransferOut',
  'cancelTransfer',
  'inspect',
  'other',
]);

/** How a certificate came to stand here. */
export const batchKind = z.enum(['issue', 'import', 'amend', 'renew', 'transferIn']);

/** Which certificate: the parts of its identifier (GB/T 36904) without root and check character. */
export const licenseReference = z.strictObject({ type: typeCode, issuer: usccText, serial, version });

/**
 * One transition as the record keeps it, in short names because millions are kept: `o` operation, `s` state after,
 * `e` effectiveAt, `t` claimed txTime, `n` intent, `x` transaction id, `l` law, `b` basis digest, `p` person,
 * `k` reviewer, `u` end of a suspension or next inspection due, `w` other region's receipt or identifier digest,
 * `g` description digest, `d` division code of the region it goes to, `r` whether an inspection was passed,
 * `a` acting department where it is a successor, `y` 1: txTime before the record's last,
 * `q` 1: asserted by the department at import, not witnessed by this ledger.
 *
 * In canonical JSON about 300 bytes, two people included, and for any operation at most 512: what bounds it is the
 * length of `l`, forty characters of up to four bytes.
 */
export const transition = z.strictObject({
  o: operation,
  s: stateCode,
  e: instant,
  t: instant,
  n: random16,
  x: digest,
  l: basis.shape.law,
  b: digest,
  p: officerId,
  k: officerId.optional(),
  u: instant.optional(),
  w: digest.optional(),
  g: digest.optional(),
  d: divisionCode.optional(),
  r: z.boolean().optional(),
  a: usccText.optional(),
  y: z.literal(1).optional(),
  q: z.literal(1).optional(),
});

/**
 * One certificate version. At issue at most 260 bytes: `b` batch, `i` index in it, `d` document root (SHA-256),
 * `m` document root (SM3), `c` holder commitment, `f` effectiveFrom, `u` effectiveTo (absent: no end).
 * Later also: `s` state (absent: 01), `r` revision (absent: 0), `h` the last eight transitions, oldest first,
 * `z` how many older ones stand in overflow keys, `w` digest of the identifier it was imported or transferred from.
 */
export const licenseRecord = z.strictObject({
  v: v1,
  b: random16,
  i: z.int().min(0).max(9999),
  d: digest,
  m: digest,
  c: digest,
  f: instant,
  u: instant.optional(),
  s: stateCode.optional(),
  r: z.int().min(1).optional(),
  h: z.array(transition).max(8).optional(),
  z: z.int().min(1).optional(),
  w: digest.optional(),
});

/** What the department's seal and, where two people are required, both their signatures cover (RFC 8785 bytes). */
export const batchStatement = z.strictObject({
  v: v1,
  batch: random16,
  kind: batchKind,
  type: typeCode,
  typeRevision: z.int().min(0),
  issuer: usccText,
  count: z.int().min(1).max(10000),
  /** RFC 6962 roots over the batch's entries. */
  root: digest,
  sm3Root: digest,
  sealedAt: instant,
  /** SHA-256 of the certificate of the SM2 key that seals beside the other; absent: only one seal. */
  sm2SealKey: digest.optional(),
});

/** The same as it stands in a document, whose seal may be a later one: then with the instant of the first. */
export const sealedStatement = batchStatement.extend({ firstSealedAt: instant.optional() });

/** A seal, and who answers for it. Digests are SHA-256 of the CMS seal's DER, and of the seal certificate's. */
const sealing = {
  seal: digest,
  sealKey: digest,
  /** SHA-256 of the SM2 seal's DER, where the statement declares one. */
  sm2Seal: digest.optional(),
  person: officerId,
  basis,
  twoPeople: twoPeople.optional(),
};

/** Who of the ledger recorded it, and when it claims to have been. */
const recorded = {
  /** The successor that acts for the issuer, where it is one. */
  actor: usccText.optional(),
  txTime: instant,
  intent: random16,
  tx: digest,
};

/** A seal for the place of one whose key was stolen. Its statement is the batch's but for its first two members. */
export const nextSeal = z.strictObject({ sealedAt: instant, sm2SealKey: digest.optional(), ...sealing });
export const reseal = nextSeal.extend(recorded);

/** What opens a batch: the sealed statement, the seal's digests, who answers for it and on what basis. */
export const batchOpening = z.strictObject({ statement: batchStatement, ...sealing });

/** What stands once for all certificates of a batch. */
export const batchRecord = z.strictObject({
  v: v1,
  ...batchOpening.shape,
  ...recorded,
  /** Oldest first; the last is the one that counts. */
  reseals: z.array(reseal).min(1).optional(),
});

/** A serial's current version, kept from the second on. */
export const headRecord = z.strictObject({ v: v1, version });

/** That a run of a batch stands on the ledger. */
export const runRecord = z.strictObject({
  v: v1,
  length: z.int().min(1).max(512),
  intent: random16,
  tx: digest,
});

export type StateCode = z.infer<typeof stateCode>;
export type Operation = z.infer<typeof operation>;
export type BatchKind = z.infer<typeof batchKind>;
export type LicenseReference = z.infer<typeof licenseReference>;
export type Transition = z.infer<typeof transition>;
export type LicenseRecord = z.infer<typeof licenseRecord>;
export type BatchOpening = z.infer<typeof batchOpening>;
export type BatchStatement = z.infer<typeof batchStatement>;
export type SealedStatement = z.infer<typeof sealedStatement>;
export type BatchRecord = z.infer<typeof batchRecord>;
export type Reseal = z.infer<typeof reseal>;
export type RunRecord = z.infer<typeof runRecord>;
export type HeadRecord = z.infer<typeof headRecord>;
