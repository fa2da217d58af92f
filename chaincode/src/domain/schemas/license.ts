import { z } from 'zod';
import {
  basis,
  digest,
  instant,
  officerId,
  pageRequest,
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
const reference = { type: typeCode, issuer: usccText, serial, version };
export const licenseReference = z.strictObject(reference);

/** A division code (GB/T 2260). */
const divisionCode = z.string().regex(/^[0-9]{6}$/);

// ── what is stored ─────────────────────────────────────────────────────────────────────────────────────────────

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

/** What stands once for all certificates of a batch. */
export const batchRecord = z.strictObject({
  v: v1,
  statement: batchStatement,
  ...sealing,
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

// ── what is asked ──────────────────────────────────────────────────────────────────────────────────────────────

/** A past the department asserts for a certificate that existed before the hub. */
export const assertedTransition = z.strictObject({
  operation,
  state: stateCode,
  effectiveAt: instant,
  until: instant.optional(),
});

/** One certificate of a run. Its batch entry hashes identifier, roots, commitment, validity and, if any, origin and asserted past. */
export const runLeaf = z.strictObject({
  serial,
  version,
  documentRoot: digest,
  documentSm3Root: digest,
  commitment: digest,
  effectiveFrom: instant,
  effectiveTo: instant.nullable(),
  origin: digest.optional(),
  asserted: z.array(assertedTransition).max(8).optional(),
});

/** An aligned run: `start` is a multiple of 512, and the paths lead from the run to both roots. */
export const run = z.strictObject({
  start: z.int().min(0).max(9999).multipleOf(512),
  leaves: z.array(runLeaf).min(1).max(512),
  path: z.array(digest).max(14),
  sm3Path: z.array(digest).max(14),
  /** Where the hub drew the serials: the random prefix they share, so that one range read proves them all absent. */
  serialPrefix: z
    .string()
    .regex(/^[0-9A-Z]{16,40}$/)
    .optional(),
});

const opening = { statement: batchStatement, ...sealing };

/** What opens a batch: the sealed statement, the seal's digests, who answers for it and on what basis. */
export const batchOpening = z.strictObject(opening);

export const openBatch = z.strictObject({ v: v1, intent: random16, ...opening, run: run.optional() });

/** The same shape serves `issue` and `importStock`: a run of a batch opened before. */
export const issueRun = z.strictObject({ v: v1, intent: random16, batch: random16, run });

/** A new seal for a batch: `replaces` names the one that is to go, by its digest. */
export const resealBatch = z.strictObject({
  v: v1,
  intent: random16,
  batch: random16,
  replaces: digest,
  next: nextSeal,
});

/** The common part of every transition. */
const act = {
  v: v1,
  intent: random16,
  ...reference,
  expectedRevision: z.int().min(0),
  effectiveAt: instant,
  person: officerId,
  basis,
  twoPeople: twoPeople.optional(),
};

/** What single acts carry besides. */
const until = instant.optional();
const receipt = digest;
const description = digest;
const passed = z.boolean();
const nextDue = instant.optional();

/** What two people sign for a transition (RFC 8785 bytes): everything of the request but the people themselves. */
export const actStatement = z.strictObject({
  v: v1,
  operation,
  ...reference,
  expectedRevision: z.int().min(0),
  effectiveAt: instant,
  basis,
  intent: random16,
  until,
  destination: divisionCode.optional(),
  receipt: receipt.optional(),
  passed: passed.optional(),
  nextDue,
  description: description.optional(),
});

/** `amend` and `renew`: the old version becomes 失效 and the new one stands, in one step; the batch holds one certificate. */
export const replace = z.strictObject({ ...act, opening: batchOpening, leaf: runLeaf });
export const suspend = z.strictObject({ ...act, until });
export const reinstate = z.strictObject(act);
export const annul = z.strictObject(act);
export const revoke = z.strictObject(act);
export const deregister = z.strictObject(act);
/** `destination`: the region it goes to. */
export const transferOut = z.strictObject({ ...act, destination: divisionCode });
/** `receipt`: digest of the other region's receipt. */
export const confirmTransferOut = z.strictObject({ ...act, receipt });
export const cancelTransfer = z.strictObject(act);
/** 年检: a result and when the next one is due. */
export const inspect = z.strictObject({ ...act, passed, nextDue });
/** 其他 (99): `description` is the salted digest of the text that must accompany it. */
export const other = z.strictObject({ ...act, description });
/** A certificate that came from another region: a batch of one, whose leaf carries the origin's digest. */
export const transferIn = z.strictObject({ v: v1, intent: random16, ...opening, leaf: runLeaf });

export const getLicense = z.strictObject({
  v: v1,
  type: typeCode,
  issuer: usccText,
  serial,
  version: version.optional(),
});
export const getBatch = z.strictObject({ v: v1, batch: random16 });
export const stateAt = z.strictObject({
  v: v1,
  type: typeCode,
  issuer: usccText,
  serial,
  version: version.optional(),
  effectiveAt: instant,
});
export const pageLicenses = z.strictObject({ ...pageRequest, type: typeCode, issuer: usccText });

// ── what is answered ───────────────────────────────────────────────────────────────────────────────────────────

/** The record as it stands and every transition, oldest first. `current` names the serial's newest version. */
export const licenseView = z.strictObject({
  v: v1,
  ...reference,
  current: version,
  revision: z.int().min(0),
  record: licenseRecord,
  transitions: z.array(transition),
});

/** The licenses of one type and issuer, by serial and version. */
export const licensePage = z.strictObject({
  v: v1,
  items: z.array(z.strictObject({ serial, version, record: licenseRecord })),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

/** A batch and those of its runs that stand on the ledger. */
export const batchView = z.strictObject({
  v: v1,
  record: batchRecord,
  runs: z.array(runRecord.extend({ start: z.int().min(0) })),
});

/** The legal state at an instant, and why. `expired` and `notYetValid` are computed from the dates. */
export const stateAnswer = z.strictObject({
  v: v1,
  ...reference,
  current: version,
  effectiveAt: instant,
  state: stateCode,
  standing: z.enum([
    'valid',
    'suspended',
    'annulled',
    'deregistered',
    'superseded',
    'transferredOut',
    'revoked',
    'other',
    'expired',
    'notYetValid',
  ]),
  /** When the standing began, and when it will end by itself where that is known. */
  since: instant.optional(),
  until: instant.optional(),
  revision: z.int().min(0),
});

/** The answer of every license write: which records, at which revision. */
export const licenseWritten = z.strictObject({
  v: v1,
  batch: random16.optional(),
  count: z.int().min(0),
  revision: z.int().min(0).optional(),
  state: stateCode.optional(),
  tx: digest,
});

export type StateCode = z.infer<typeof stateCode>;
export type Operation = z.infer<typeof operation>;
export type BatchKind = z.infer<typeof batchKind>;
export type LicenseReference = z.infer<typeof licenseReference>;
export type Transition = z.infer<typeof transition>;
export type LicenseRecord = z.infer<typeof licenseRecord>;
export type BatchOpening = z.infer<typeof batchOpening>;
export type AssertedTransition = z.infer<typeof assertedTransition>;
/** The part all acts share. */
export type ActRequest = z.infer<typeof annul>;
export type Replacement = z.infer<typeof replace>;
export type BatchStatement = z.infer<typeof batchStatement>;
export type SealedStatement = z.infer<typeof sealedStatement>;
export type BatchRecord = z.infer<typeof batchRecord>;
export type Reseal = z.infer<typeof reseal>;
export type RunRecord = z.infer<typeof runRecord>;
export type RunLeaf = z.infer<typeof runLeaf>;
export type HeadRecord = z.infer<typeof headRecord>;
export type LicensePage = z.infer<typeof licensePage>;
export type BatchView = z.infer<typeof batchView>;
export type Run = z.infer<typeof run>;
export type ActStatement = z.infer<typeof actStatement>;
export type LicenseView = z.infer<typeof licenseView>;
export type StateAnswer = z.infer<typeof stateAnswer>;
export type Standing = StateAnswer['standing'];
export type LicenseWritten = z.infer<typeof licenseWritten>;
