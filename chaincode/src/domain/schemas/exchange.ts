import { z } from 'zod';
import { digest, instant, jsonValue, random16, signatureText, usccText, v1 } from './common.js';
import { queryOpening, signedOnward, signedQuery, signedReceipt } from './receipts.js';
import { loanActStatements, loanApplication, signedByTwo } from './loan-statements.js';
import { pullStatement, pullWindow, registryEvidence } from './sharing.js';
import { claimActStatements, claimStatement } from './subsidy.js';

type ActStatement = (typeof loanActStatements)[keyof typeof loanActStatements];
const LOAN_ACTS = Object.values(loanActStatements) as [ActStatement, ...ActStatement[]];

/** What hubs of different organisations send one another, signed by the departments that speak: each letter once. */
const letter = { v: v1, from: usccText, to: usccText, key: digest, nonce: random16, issuedAt: instant };

const transactionText = z.string().regex(/^[0-9a-f]{64}$/);

/** A bank asks for a report; the pull it signed goes on to the ledger. */
export const pullQuestion = z.strictObject({
  ...letter,
  kind: z.literal('pull-question'),
  pull: z.strictObject({ statement: pullStatement, signature: signatureText }),
});

/** The office's answer to the question of that nonce. */
export const pullReply = z.strictObject({
  ...letter,
  kind: z.literal('pull-reply'),
  window: pullWindow,
  slot: z.int().min(1),
  transactionId: transactionText,
  /** Sealed, and checked by whoever verifies it. */
  report: z.record(z.string(), z.unknown()),
});

/** A bank asks for a report it was given before, in the form people read. */
export const reportQuestion = z.strictObject({
  ...letter,
  kind: z.literal('report-question'),
  report: random16,
});

/** Under the office's seal as of now, in base64. */
export const reportReply = z.strictObject({ ...letter, kind: z.literal('report-reply'), pdf: z.base64() });

/**
 * An office tells a bank, of a consent between them, that the enterprise's business licence has ended: by an act that
 * stands on the ledger at this place.
 */
export const endingNotice = z.strictObject({
  ...letter,
  kind: z.literal('ending-notice'),
  consent: random16,
  transactionId: transactionText,
  block: z.int().min(0),
  index: z.int().min(0),
});

/** The bank has it on disk. */
export const endingReceipt = z.strictObject({ ...letter, kind: z.literal('ending-receipt') });

/**
 * What a bank's hub has the finance office's take to the ledger, which tells there neither bank nor enterprise: a
 * statement about a loan, or a bank's about its claim, with its signatures, which are their own proof, and what it
 * rests on.
 */
export const lendingErrand = z.strictObject({
  v: v1,
  signed: signedByTwo(
    z.union([
      loanApplication,
      z.discriminatedUnion('act', LOAN_ACTS),
      claimStatement,
      claimActStatements.withdraw,
    ]),
  ),
  evidence: registryEvidence,
});

/** It stands on the ledger. */
export const lendingErrandDone = z.strictObject({ v: v1, transactionId: transactionText });

export const signedPullQuestion = z.strictObject({ message: pullQuestion, signature: signatureText });
export const signedPullReply = z.strictObject({ message: pullReply, signature: signatureText });
export const signedReportQuestion = z.strictObject({ message: reportQuestion, signature: signatureText });
export const signedReportReply = z.strictObject({ message: reportReply, signature: signatureText });
export const signedEndingNotice = z.strictObject({ message: endingNotice, signature: signatureText });
export const signedEndingReceipt = z.strictObject({ message: endingReceipt, signature: signatureText });

/** A department asks another's hub; the query's own signature is the letter's, and its id counts once. */
export const queryQuestion = z.strictObject({ v: v1, asked: signedQuery, opening: queryOpening });

/** What goes out: rows with the salt of their digest, or both as JWE in compact form (RFC 7516). */
export const releasedData = z.union([
  z.strictObject({ salt: random16, rows: z.array(z.record(z.string(), jsonValue)) }),
  z.strictObject({ encrypted: z.string() }),
]);

/** The provider's records of a query; with a release, the data. */
export const queryReply = z.strictObject({
  v: v1,
  request: signedReceipt,
  outcome: signedReceipt,
  data: releasedData.optional(),
});

/** An operator's hub tells that of the department whose data a product is made of; the receipt's signature is the letter's. */
export const onwardNotice = z.strictObject({ v: v1, to: usccText, receipt: signedOnward });

export type OnwardNotice = z.infer<typeof onwardNotice>;
export type QueryQuestion = z.infer<typeof queryQuestion>;
export type ReleasedData = z.infer<typeof releasedData>;
export type QueryReply = z.infer<typeof queryReply>;
export type PullQuestion = z.infer<typeof pullQuestion>;
export type PullReply = z.infer<typeof pullReply>;
export type SignedPullQuestion = z.infer<typeof signedPullQuestion>;
export type SignedPullReply = z.infer<typeof signedPullReply>;
export type ReportQuestion = z.infer<typeof reportQuestion>;
export type ReportReply = z.infer<typeof reportReply>;
export type SignedReportQuestion = z.infer<typeof signedReportQuestion>;
export type SignedReportReply = z.infer<typeof signedReportReply>;
export type EndingNotice = z.infer<typeof endingNotice>;
export type EndingReceipt = z.infer<typeof endingReceipt>;
export type SignedEndingNotice = z.infer<typeof signedEndingNotice>;
export type SignedEndingReceipt = z.infer<typeof signedEndingReceipt>;
export type LendingErrand = z.infer<typeof lendingErrand>;
export type LendingErrandDone = z.infer<typeof lendingErrandDone>;
