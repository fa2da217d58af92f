import { z } from 'zod';
import { pageOf, pageQuery, revised, when } from './api-common.js';
import { bilingual, digest, instant, random16, signatureText, usccText, v1 } from './common.js';
import { slug } from './loan-products.js';
import { loanFile, loanRecord, loanState, loanStep, loanStepView } from './loan-records.js';
import {
  citedCertificate,
  loanActStatements,
  loanApplication,
  loanTerms,
  reasons,
} from './loan-statements.js';
import { basisPoints, currency, fen, legalDate, positiveFen } from './money.js';
import { pullWindow, registryEvidence } from './sharing.js';
import { recordProof, stateProof } from './state-proof.js';
import { claimStepView, claimView, programme } from './subsidy.js';

/**
 * The REST gateway's bodies for loans. What an enterprise sends is what it signed (ES256 over RFC 8785 bytes); what a
 * bank's officer sends is what the bank's hub signs. Money is digits in 分.
 */
export const productParams = z.strictObject({ bank: usccText, id: slug });
const months = z.strictObject({ least: z.int().min(1).max(360), most: z.int().min(1).max(360) });

export const productInput = z.strictObject({
  name: bilingual,
  currency,
  least: positiveFen,
  most: positiveFen,
  months,
  rate: basisPoints,
  since: when,
  until: when.optional(),
  ...revised,
});

export const productAnswer = z.strictObject({
  bank: usccText,
  id: slug,
  name: bilingual,
  currency,
  least: z.string(),
  most: z.string(),
  months,
  rate: basisPoints,
  since: z.string(),
  until: z.string().optional(),
  /** Whether it is offered now. */
  offered: z.boolean(),
  revision: z.int().min(0),
});

/** `offered`: only what is offered now. */
export const productQuery = pageQuery.extend({
  bank: usccText.optional(),
  offered: z.literal('true').optional(),
});
export const productAnswers = pageOf(productAnswer);
export const productWritten = z.strictObject({
  bank: usccText,
  id: slug,
  revision: z.int().min(0),
  transactionId: z.string(),
});

/** A text that stays with the bank: its digest, in what is signed, is SHA-256 of the RFC 8785 bytes of [salt, text]. */
export const saltedText = z.strictObject({ salt: random16, text: z.string().min(1).max(4000) });

/** An electronic certificate as its holder has it: its evidence document. */
const document = z.record(z.string(), z.unknown());
/** In the order in which they are cited; each digest is SHA-256 of the document's RFC 8785 bytes. */
const documents = z.array(document).min(1).max(8);

export const loanId = random16;
export const loanParams = z.strictObject({ id: loanId });

/** An application, and the certificates it cites. */
export const loanInput = z.strictObject({ statement: loanApplication, signature: signatureText, documents });

/** What an enterprise signs of its own application later. `bank`: the one it applied to. */
export const loanStatementInput = z.strictObject({
  bank: usccText,
  statement: z.discriminatedUnion('act', [loanActStatements.answerInfo, loanActStatements.withdraw]),
  signature: signatureText,
  /** What was answered: its digest is signed. */
  answer: saltedText.optional(),
  /** Of certificates cited anew. */
  documents: documents.optional(),
});

/** What became of a signed statement. */
export const loanReceipt = z.strictObject({
  id: loanId,
  state: loanState,
  /** What the next act must be signed over. */
  revision: z.int().min(0),
  transactionId: z.string(),
});

/** How a loan stands, as the channel shows it to everyone who has its random id. */
export const loanStanding = z.strictObject({
  id: loanId,
  state: loanState,
  revision: z.int().min(0),
  commitment: digest,
  at: z.string(),
});

const text = z.string().min(1).max(4000);
const money = { amount: positiveFen, date: legalDate, receipt: text };

/** What an officer decides; the bank's hub adds who, when and over which revision, and signs it. */
export const loanActInput = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('authorize'), consent: random16, ...revised }),
  z.strictObject({ act: z.literal('bindReport'), window: pullWindow, slot: z.int().min(1), ...revised }),
  z.strictObject({ act: z.literal('startReview'), ...revised }),
  z.strictObject({ act: z.literal('askInfo'), question: text, ...revised }),
  z.strictObject({
    act: z.literal('approve'),
    amount: positiveFen,
    rate: basisPoints,
    months: z.int().min(1).max(360),
    reasons,
    text,
    ...revised,
  }),
  z.strictObject({ act: z.literal('reject'), reasons, text, ...revised }),
  z.strictObject({ act: z.literal('signContract'), contract: text, terms: loanTerms, ...revised }),
  z.strictObject({ act: z.literal('disburse'), ...money, ...revised }),
  z.strictObject({ act: z.literal('repay'), ...money, early: z.boolean(), ...revised }),
  z.strictObject({ act: z.literal('declareOverdue'), since: legalDate, arrears: positiveFen, ...revised }),
  z.strictObject({ act: z.literal('cureOverdue'), date: legalDate, ...revised }),
  z.strictObject({
    act: z.literal('correct'),
    movement: z.int().min(1),
    amount: fen,
    date: legalDate,
    reason: text,
    ...revised,
  }),
  z.strictObject({ act: z.literal('cancel'), reasons, text, ...revised }),
  z.strictObject({ act: z.literal('close'), writtenOff: z.boolean(), text, ...revised }),
]);

const stepAnswer = z.strictObject({
  n: z.int().min(0),
  act: loanStep.shape.act,
  state: loanState,
  at: z.string(),
  transactionId: z.string(),
  /** The two officers who decided. */
  officers: z.array(z.string()).optional(),
});

const loanSummary = z.strictObject({
  id: loanId,
  state: loanState,
  revision: z.int().min(0),
  /** What a credit report must be pulled for. */
  commitment: digest,
  enterprise: usccText,
  bank: usccText,
  product: slug,
  amount: z.string(),
  currency,
  months: z.int(),
  purpose: slug,
  industry: z.string(),
  district: z.string(),
  at: z.string(),
});

/** A loan with all its bank knows of it. */
export const loanAnswer = loanSummary.extend({
  certificates: z.array(citedCertificate),
  consent: random16.optional(),
  report: digest.optional(),
  approved: loanFile.shape.approved,
  terms: loanTerms.optional(),
  book: z.strictObject({ disbursed: z.string(), repaid: z.string(), balance: z.string() }),
  movements: loanFile.shape.movements,
  claims: loanFile.shape.claims,
  steps: z.array(stepAnswer),
});

export const loanQuery = pageQuery.extend({
  state: loanState.optional(),
  enterprise: usccText.optional(),
  product: slug.optional(),
});
export const loanPage = pageOf(loanSummary);

/** What was shown for one transition, besides what was signed. */
const stepFile = loanStepView.extend({
  transactionId: z.string(),
  /** The texts whose digests were signed. */
  text: saltedText.optional(),
  /** Certificates as they were shown, and what verification said of each that day. */
  certificates: z
    .array(
      z.strictObject({ document, verdict: z.string(), checks: z.array(z.record(z.string(), z.unknown())) }),
    )
    .optional(),
  /** The public records the act rested on, and the checkpoint they are proven at: a signed note. */
  evidence: registryEvidence.optional(),
  checkpoint: z.string().optional(),
  /** The credit report that was bound. */
  report: z.record(z.string(), z.unknown()).optional(),
});

/** A claim with what each of its steps was decided by, and the checkpoint it is proven at: a signed note. */
const claimOfFile = claimView.extend({
  steps: z.array(claimStepView.extend({ checkpoint: z.string().optional() })),
});

/** A loan with all the movements and claims it may have has some 2,000 records; corrections and parts of recoveries add to them. */
const MOST_PROVEN = 8192;

/**
 * One loan's file, to be replayed without a line. `proof` has at one checkpoint the loan's record and all its steps; of its
 * claims records, steps and nullifiers; the programmes' editions. By which keys each step was signed its own evidence proves.
 */
export const loanFileAnswer = z.strictObject({
  v: v1,
  format: z.literal('hanlian-loan-file'),
  id: loanId,
  madeAt: instant,
  record: loanRecord,
  file: loanFile,
  steps: z.array(stepFile),
  /** Claims of subsidy for it, with all that was signed of them; an approval names other claims of the same bank. */
  claims: z.array(claimOfFile),
  /** Every edition of the programmes they are of. */
  programmes: z.array(programme),
  proof: stateProof.extend({ records: z.array(recordProof).min(1).max(MOST_PROVEN) }),
});

export type ProductInput = z.infer<typeof productInput>;
export type ProductAnswer = z.infer<typeof productAnswer>;
export type ProductQuery = z.infer<typeof productQuery>;
export type ProductWritten = z.infer<typeof productWritten>;
export type SaltedText = z.infer<typeof saltedText>;
export type LoanInput = z.infer<typeof loanInput>;
export type LoanStatementInput = z.infer<typeof loanStatementInput>;
export type LoanReceipt = z.infer<typeof loanReceipt>;
export type LoanStanding = z.infer<typeof loanStanding>;
export type LoanActInput = z.infer<typeof loanActInput>;
export type LoanSummary = z.infer<typeof loanSummary>;
export type LoanAnswer = z.infer<typeof loanAnswer>;
export type LoanQuery = z.infer<typeof loanQuery>;
export type LoanStepFile = z.infer<typeof stepFile>;
export type ClaimOfFile = z.infer<typeof claimOfFile>;
export type LoanFileAnswer = z.infer<typeof loanFileAnswer>;
