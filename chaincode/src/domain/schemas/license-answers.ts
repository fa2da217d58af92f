import { z } from 'zod';
import { digest, instant, random16, serial, v1, version } from './common.js';
import { batchRecord, licenseRecord, licenseReference, runRecord, stateCode, transition } from './license.js';

/** The record as it stands and every transition, oldest first. `current` names the serial's newest version. */
export const licenseView = z.strictObject({
  v: v1,
  ...licenseReference.shape,
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
  ...licenseReference.shape,
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

export type LicensePage = z.infer<typeof licensePage>;
export type BatchView = z.infer<typeof batchView>;
export type LicenseView = z.infer<typeof licenseView>;
export type StateAnswer = z.infer<typeof stateAnswer>;
export type Standing = StateAnswer['standing'];
export type LicenseWritten = z.infer<typeof licenseWritten>;
