import { z } from 'zod';
import {
  digest,
  instant,
  mspId,
  pageRequest,
  provenance,
  random16,
  signatureText,
  usccText,
  v1,
} from './common.js';
import { recordProof } from './state-proof.js';

/** How often data may be fetched: so many times in all, a calendar month or a day (at UTC+8). */
export const pullQuota = z.strictObject({
  limit: z.int().min(1).max(10000),
  per: z.enum(['term', 'month', 'day']),
});

const purpose = z.string().regex(/^[a-z][a-z0-9-]{2,39}$/);
const fields = z
  .array(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(\.[a-z][A-Za-z0-9]{0,39}){0,3}$/))
  .min(1)
  .max(64);

/**
 * What one side lets another have of its data, for what and for how long: the facts of ReBIT's consent artefact
 * (purpose code, data filter, consent mode, data life, expiry, frequency), and the agreement both refer to.
 */
const terms = {
  /** Whose hub releases the data. */
  provider: usccText,
  /** Who gets it. */
  recipient: usccText,
  purpose,
  fields,
  /** Whether it may be kept after it was looked at, and if so for how many days. */
  keepDays: z.int().min(0).max(3660),
  since: instant,
  until: instant,
  pulls: pullQuota,
  /** The agreement's text, by its digest in the registry. */
  agreement: digest,
};

// ── what is signed: RFC 8785 bytes, told apart by `kind` ───────────────────────────────────────────────────────

/** What an enterprise signs when it consents. */
export const consentStatement = z.strictObject({
  v: v1,
  kind: z.literal('consent'),
  id: random16,
  intent: random16,
  holder: usccText,
  holderKey: digest,
  ...terms,
  issuedAt: instant,
});

export const consentAct = z.enum(['pause', 'resume', 'withdraw']);

/** What it signs when it changes its mind; `revision` is the consent's as it saw it, so that no act counts twice. */
export const consentActStatement = z.strictObject({
  v: v1,
  kind: z.literal('consent-act'),
  act: consentAct,
  id: random16,
  intent: random16,
  revision: z.int().min(0),
  holderKey: digest,
  issuedAt: instant,
});

/** What it signs to see who used a consent of its own. */
export const consentViewStatement = z.strictObject({
  v: v1,
  kind: z.literal('consent-view'),
  id: random16,
  intent: random16,
  holderKey: digest,
  issuedAt: instant,
});

/** What a recipient signs each time it asks. */
export const pullStatement = z.strictObject({
  v: v1,
  kind: z.literal('pull'),
  id: random16,
  intent: random16,
  provider: usccText,
  recipient: usccText,
  recipientKey: digest,
  purpose,
  fields,
  /** The one application it is for: a salted digest. */
  application: digest,
  issuedAt: instant,
});

/** A statement with its signature and the salt of its commitment: what is private on the ledger. */
export const signed = <S extends z.ZodType>(
  statement: S,
): z.ZodObject<{
  v: typeof v1;
  statement: S;
  signature: typeof signatureText;
  salt: typeof random16;
}> => z.strictObject({ v: v1, statement, signature: signatureText, salt: random16 });

export const signedConsent = signed(consentStatement);
export const signedConsentAct = signed(consentActStatement);
export const signedPull = signed(pullStatement);

/**
 * Records of the registry, proven at a checkpoint that another organisation has cosigned. They come as transient data: a
 * read of a holder's key would stand in the block and tell whose consent it is.
 */
export const registryEvidence = z.strictObject({
  v: v1,
  /** The checkpoint's size. */
  size: z.int().min(1),
  cosigner: mspId,
  records: z.array(recordProof).min(1).max(16),
});

// ── what everyone sees ─────────────────────────────────────────────────────────────────────────────────────────

/** A consent as the channel knows it: nothing names whose it is, or for whom. */
export const consentRecord = z.strictObject({
  v: v1,
  commitment: digest,
  since: instant,
  until: instant,
  pulls: pullQuota,
  state: z.enum(['active', 'paused', 'withdrawn']),
  /** Each act of the holder, by the commitment to what it signed. */
  acts: z.array(z.strictObject({ act: consentAct, commitment: digest, tx: digest, txTime: instant })).max(64),
  /** Since when the facts behind the commitments are purged. */
  forgottenAt: instant.optional(),
  ...provenance,
});

/** One use of a consent: who takes the slot takes the data. */
export const pullRecord = z.strictObject({
  v: v1,
  commitment: digest,
  intent: random16,
  tx: digest,
  txTime: instant,
});

/** Which slot a signed request took: it takes no second. */
export const pullTaken = z.strictObject({ v: v1, slot: z.string(), tx: digest });

// ── requests ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What stands in the block of a request; all else comes as transient data. */
export const consentRequest = z.strictObject({ v: v1, intent: random16, id: random16 });
const slot = z.int().min(1);
export const pullRequest = consentRequest.extend({ slot });
/** In which count a use falls: `term`, a month or a day. */
export const pullWindow = z.string().regex(/^[0-9a-z-]{4,10}$/);
const pullPlace = z.strictObject({ window: pullWindow, slot });

/** Pulls first, up to 200 at once; with `facts` the consent itself too. */
export const forgetConsent = consentRequest.extend({
  expectedRevision: z.int().min(0),
  pulls: z.array(pullPlace).max(200),
  facts: z.boolean(),
});

export const getConsent = z.strictObject({ v: v1, id: random16 });
export const pagePulls = z.strictObject({ ...pageRequest, id: random16 });

export const pullWritten = z.strictObject({
  v: v1,
  id: random16,
  window: pullWindow,
  slot,
  commitment: digest,
  tx: digest,
});
export const consentView = z.strictObject({
  v: v1,
  record: consentRecord,
  consent: signedConsent,
  acts: z.array(signedConsentAct),
});
export const pullView = z.strictObject({
  window: pullWindow,
  slot,
  record: pullRecord,
  /** Absent once it was purged. */
  pull: signedPull.optional(),
});
export const pullPage = z.strictObject({
  v: v1,
  pulls: z.array(pullView),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

export type PullQuota = z.infer<typeof pullQuota>;
export type ConsentStatement = z.infer<typeof consentStatement>;
export type ConsentAct = z.infer<typeof consentAct>;
export type ConsentActStatement = z.infer<typeof consentActStatement>;
export type ConsentViewStatement = z.infer<typeof consentViewStatement>;
export type PullStatement = z.infer<typeof pullStatement>;
export type SignedConsent = z.infer<typeof signedConsent>;
export type SignedConsentAct = z.infer<typeof signedConsentAct>;
export type SignedPull = z.infer<typeof signedPull>;
export type RegistryEvidence = z.infer<typeof registryEvidence>;
export type ConsentRecord = z.infer<typeof consentRecord>;
export type PullRecord = z.infer<typeof pullRecord>;
export type PullTaken = z.infer<typeof pullTaken>;
export type ConsentView = z.infer<typeof consentView>;
export type PullView = z.infer<typeof pullView>;
export type PullPage = z.infer<typeof pullPage>;
export type PullWritten = z.infer<typeof pullWritten>;
