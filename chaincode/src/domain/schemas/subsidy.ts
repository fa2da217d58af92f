import { z } from 'zod';
import {
  bilingual,
  change,
  digest,
  divisionCode,
  instant,
  provenance,
  random16,
  usccText,
  v1,
} from './common.js';
import { slug } from './loan-products.js';
import { basisPoints, currency, dateRange, fen, legalDate, positiveFen } from './money.js';
import { registryEvidence, signed } from './sharing.js';
import { actsOf, reasons, signedBy, signedByTwo } from './loan-statements.js';

/** An interest subsidy (贴息) as data, in force from `since` until the next edition of its id. */
const programmeFacts = {
  id: slug,
  since: instant,
  name: bilingual,
  source: bilingual,
  currency,
  /** Of the balance, a year; never more than the loan's own rate. */
  rate: basisPoints,
  /** A year of so many days. */
  yearDays: z.literal([360, 365]),
  /** The most one claim may come to. */
  cap: positiveFen,
  /** Of all tranches together. */
  budget: positiveFen,
  /** GB/T 4754, by the beginning of the code; absent: all. */
  industries: z
    .array(z.string().regex(/^[A-T][0-9]{0,4}$/))
    .min(1)
    .max(100)
    .optional(),
  /** GB/T 2260; absent: all. */
  districts: z.array(divisionCode).min(1).max(100).optional(),
  /** Contracts of earlier days are not subsidised. */
  loansFrom: legalDate,
  /** What is claimed for, one period at a time, after its end. */
  periods: z.array(dateRange).min(1).max(60),
  /** SHA-256 of the key of nullifiers: an auditor who is shown the key knows that it is the one. */
  nullifierKey: digest,
};
export const programme = z.strictObject({ v: v1, office: usccText, ...programmeFacts, ...provenance });
export const putProgramme = z.strictObject({ ...change, ...programmeFacts });
export const getProgramme = z.strictObject({ v: v1, id: slug });
export const programmeView = z.strictObject({ v: v1, editions: z.array(programme) });

// ── tranches of the budget ─────────────────────────────────────────────────────────────────────────────────────

/** Whose month: `pseudonym` is keyed by the finance office over programme, bank and month. */
export const trancheReference = z.strictObject({
  programme: slug,
  month: z.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/),
  pseudonym: digest,
});

export const trancheStatement = z.strictObject({
  ...signedBy,
  kind: z.literal('tranche'),
  tranche: trancheReference,
  bank: usccText,
  amount: positiveFen,
});

/** What is left of it goes back to the budget. */
export const trancheCloseStatement = z.strictObject({
  ...signedBy,
  kind: z.literal('tranche-close'),
  tranche: trancheReference,
  revision: z.int().min(0),
});

/** Both as they are handed in. */
export const signedTranche = signed(trancheStatement);
export const signedTrancheClosing = signed(trancheCloseStatement);

export const trancheRecord = z.strictObject({
  v: v1,
  state: z.enum(['open', 'closed']),
  /** Of what opened it. */
  commitment: digest,
  /** Of what closed it. */
  closing: digest.optional(),
  ...provenance,
});

export const trancheFile = z.strictObject({
  v: v1,
  salt: random16,
  opening: signedTranche,
  closing: signedTrancheClosing.optional(),
  granted: fen,
  recovered: fen,
});

/** What of a programme's budget stands in tranches: private; the record beside it has no amount. */
export const budgetRecord = z.strictObject({ v: v1, ...provenance });
export const budgetFile = z.strictObject({ v: v1, salt: random16, allocated: fen });

// ── claims ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A bank claims a period's subsidy for one of its loans. */
export const claimStatement = z.strictObject({
  ...signedBy,
  kind: z.literal('subsidy-claim'),
  id: random16,
  loan: random16,
  programme: slug,
  period: dateRange,
  amount: positiveFen,
});

const claimPlace = z.strictObject({ id: random16, revision: z.int().min(0) });

/** The finance office approves up to 50 claims of one bank out of one tranche; each nullifier it has computed itself. */
export const claimsApproval = z.strictObject({
  ...signedBy,
  kind: z.literal('claims-approval'),
  id: random16,
  tranche: trancheReference,
  claims: z
    .array(claimPlace.extend({ nullifier: digest }))
    .min(1)
    .max(50),
});

/** Both as they are handed in. */
export const signedClaim = signed(claimStatement);
export const signedApproval = signedByTwo(claimsApproval);

const claimAct = actsOf('claim-act');

export const claimActStatements = {
  /** A lawful refusal stands on the ledger with its reasons. */
  refuse: claimAct('refuse', { reasons, text: digest }),
  withdraw: claimAct('withdraw', {}),
  pay: claimAct('pay', { payment: digest, date: legalDate }),
  /** Money comes back, in part or whole; of a claim not yet paid always the whole. */
  recover: claimAct('recover', { amount: positiveFen, reasons, text: digest }),
} as const;

export const claimState = z.enum(['claimed', 'approved', 'refused', 'withdrawn', 'paid', 'recovered']);

const claimActs = ['refuse', 'withdraw', 'pay', 'recover'] as const;

/** A claim as the channel knows it: its programme, and where it stands. */
export const claimRecord = z.strictObject({
  v: v1,
  programme: slug,
  state: claimState,
  commitment: digest,
  ...provenance,
});

export const claimStep = z.strictObject({
  v: v1,
  act: z.enum(['claim', 'approve', ...claimActs]),
  state: claimState,
  commitment: digest,
  tx: digest,
  txTime: instant,
});

export const claimFile = z.strictObject({
  v: v1,
  salt: random16,
  claim: signedClaim,
  /** Who claims, and who decides. */
  bank: usccText,
  office: usccText,
  tranche: trancheReference.optional(),
  nullifier: digest.optional(),
  /** By what it was approved. */
  approval: random16.optional(),
  paid: z.boolean(),
  recovered: fen,
});

/** What was signed for the claims it names. */
export const approvalRecord = z.strictObject({ v: v1, commitment: digest, ...provenance });

/** One thing is paid once: who holds this may be paid, nobody else. */
export const nullifierRecord = z.strictObject({
  v: v1,
  /** The claim that holds it; absent: given back with the money. */
  claim: random16.optional(),
  ...provenance,
});

// ── requests and answers ───────────────────────────────────────────────────────────────────────────────────────

export const trancheRequest = z.strictObject({ v: v1, intent: random16, tranche: trancheReference });
export const claimRequest = z.strictObject({ v: v1, intent: random16, id: random16 });
export const approvalRequest = z.strictObject({
  v: v1,
  intent: random16,
  id: random16,
  tranche: trancheReference,
});

export const getTranche = z.strictObject({ v: v1, tranche: trancheReference });
export const trancheView = z.strictObject({ v: v1, record: trancheRecord, file: trancheFile });
export const getApproval = z.strictObject({ v: v1, id: random16 });
export const approvalView = z.strictObject({
  v: v1,
  record: approvalRecord,
  signed: signedApproval,
});
export const getBudget = z.strictObject({ v: v1, programme: slug });
export const budgetView = z.strictObject({ v: v1, record: budgetRecord, file: budgetFile });
export const getClaim = z.strictObject({ v: v1, id: random16 });
export const claimStepView = z.strictObject({
  n: z.int().min(0),
  step: claimStep,
  /** An approval names the other claims of the same bank that it is for; absent where the claim does not name it. */
  signed: signedByTwo(
    z.union([claimStatement, claimsApproval, ...Object.values(claimActStatements)]),
  ).optional(),
  /** The public records by which it was decided; absent where many claims are shown at once. */
  evidence: registryEvidence.optional(),
});
export const claimView = z.strictObject({
  v: v1,
  record: claimRecord,
  file: claimFile,
  steps: z.array(claimStepView),
});

/** As many as one answer takes. */
export const getClaims = z.strictObject({ v: v1, ids: z.array(random16).min(1).max(100) });
export const claimViews = z.strictObject({ v: v1, claims: z.array(claimView) });

type ClaimStatements = typeof claimActStatements;
export type ClaimAct = keyof ClaimStatements;
export type ClaimActStatement<Act extends ClaimAct = ClaimAct> = {
  [A in ClaimAct]: z.infer<ClaimStatements[A]>;
}[Act];
export type Programme = z.infer<typeof programme>;
export type PutProgramme = z.infer<typeof putProgramme>;
export type ProgrammeView = z.infer<typeof programmeView>;
export type TrancheReference = z.infer<typeof trancheReference>;
export type TrancheStatement = z.infer<typeof trancheStatement>;
export type TrancheCloseStatement = z.infer<typeof trancheCloseStatement>;
export type TrancheRecord = z.infer<typeof trancheRecord>;
export type TrancheFile = z.infer<typeof trancheFile>;
export type BudgetRecord = z.infer<typeof budgetRecord>;
export type BudgetFile = z.infer<typeof budgetFile>;
export type ClaimStatement = z.infer<typeof claimStatement>;
export type ClaimsApproval = z.infer<typeof claimsApproval>;
export type ClaimState = z.infer<typeof claimState>;
export type ClaimRecord = z.infer<typeof claimRecord>;
export type ClaimStep = z.infer<typeof claimStep>;
export type ClaimFile = z.infer<typeof claimFile>;
export type ApprovalRecord = z.infer<typeof approvalRecord>;
export type NullifierRecord = z.infer<typeof nullifierRecord>;
export type TrancheView = z.infer<typeof trancheView>;
export type ApprovalView = z.infer<typeof approvalView>;
export type BudgetView = z.infer<typeof budgetView>;
export type ClaimStepView = z.infer<typeof claimStepView>;
export type ClaimView = z.infer<typeof claimView>;
export type ClaimViews = z.infer<typeof claimViews>;
