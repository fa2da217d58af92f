import { z } from 'zod';
import {
  basis,
  digest,
  divisionCode,
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
import { batchOpening, licenseReference, nextSeal, operation, stateCode } from './license.js';

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

export const openBatch = z.strictObject({
  v: v1,
  intent: random16,
  ...batchOpening.shape,
  run: run.optional(),
});

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
  ...licenseReference.shape,
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
  ...licenseReference.shape,
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
export const transferIn = z.strictObject({ v: v1, intent: random16, ...batchOpening.shape, leaf: runLeaf });

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

export type AssertedTransition = z.infer<typeof assertedTransition>;
/** The part all acts share. */
export type ActRequest = z.infer<typeof annul>;
export type Replacement = z.infer<typeof replace>;
export type RunLeaf = z.infer<typeof runLeaf>;
export type Run = z.infer<typeof run>;
export type ActStatement = z.infer<typeof actStatement>;
