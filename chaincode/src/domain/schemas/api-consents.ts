import { z } from 'zod';
import { pageOf, pageQuery } from './api-common.js';
import { digest, publicKeyText, random16, signatureText, usccText } from './common.js';
import {
  consentAct,
  consentActStatement,
  consentStatement,
  consentViewStatement,
  pullQuota,
  pullStatement,
  pullWindow,
} from './sharing.js';

/**
 * The REST gateway's bodies for consents. What an enterprise sends is what it signed (ES256 over RFC 8785 bytes), so its
 * times are seconds since 1970; what the hub answers names them as ISO 8601.
 */
const signedBy = { signature: signatureText };

export const consentInput = z.strictObject({ statement: consentStatement, ...signedBy });
export const consentActInput = z.strictObject({ statement: consentActStatement, ...signedBy });
export const consentViewInput = z.strictObject({
  statement: consentViewStatement,
  ...signedBy,
  /** Of the next page of pulls. */
  cursor: z.string().min(1).max(400).optional(),
});

export const consentId = random16;
const standing = z.enum(['active', 'paused', 'withdrawn', 'expired', 'pending']);

/** What became of a signed statement. */
export const consentReceipt = z.strictObject({
  id: consentId,
  state: standing,
  revision: z.int().min(0),
  transactionId: z.string(),
});

export const consentAnswer = z.strictObject({
  id: consentId,
  state: standing,
  /** What the next act must be signed over. */
  revision: z.int().min(0),
  holder: usccText,
  provider: usccText,
  recipient: usccText,
  purpose: z.string(),
  fields: z.array(z.string()),
  keepDays: z.int(),
  since: z.string(),
  until: z.string(),
  pulls: pullQuota,
  agreement: digest,
  acts: z.array(z.strictObject({ act: consentAct, at: z.string() })),
});

/** One use of a consent, by its recipient. */
export const pullAnswer = z.strictObject({
  window: pullWindow,
  slot: z.int().min(1),
  at: z.string(),
  transactionId: z.string(),
  /** Absent once what was signed is purged. */
  asked: z
    .strictObject({
      recipient: usccText,
      purpose: z.string(),
      fields: z.array(z.string()),
      application: digest,
    })
    .optional(),
});

export const consentReport = z.strictObject({
  consent: consentAnswer,
  pulls: z.array(pullAnswer),
  next: z.string().optional(),
});

/** What a bank asks for under a consent, for the one application. */
export const pullInput = pullStatement.pick({ purpose: true, fields: true, application: true });
/** Where a pull stands among those of its consent. */
export const pullPlace = z.strictObject({
  window: pullWindow,
  slot: z.string().regex(/^[1-9][0-9]{0,4}$/),
});

/** The slot it took on the ledger, and the sealed report that was released for it. */
export const pullOutcome = z.strictObject({
  window: pullWindow,
  slot: z.int().min(1),
  transactionId: z.string(),
  report: z.record(z.string(), z.unknown()),
});

/** As what a department's exchange key is bound in the registry, so that others believe what it signs. */
export const exchangeKeyAnswer = z.strictObject({
  department: usccText,
  id: digest,
  publicKey: publicKeyText,
});

export const consentQuery = pageQuery;
export const consentPage = pageOf(consentAnswer);
/** Of the pulls of one consent. */
export const consentReportQuery = pageQuery;

export type ConsentInput = z.infer<typeof consentInput>;
export type ConsentActInput = z.infer<typeof consentActInput>;
export type ConsentViewInput = z.infer<typeof consentViewInput>;
export type ConsentReceipt = z.infer<typeof consentReceipt>;
export type ConsentAnswer = z.infer<typeof consentAnswer>;
export type PullAnswer = z.infer<typeof pullAnswer>;
export type ConsentReport = z.infer<typeof consentReport>;
export type PullInput = z.infer<typeof pullInput>;
export type PullOutcome = z.infer<typeof pullOutcome>;
export type ExchangeKeyAnswer = z.infer<typeof exchangeKeyAnswer>;
