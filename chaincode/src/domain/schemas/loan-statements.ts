import { z } from 'zod';
import { digest, divisionCode, instant, random16, twoPeople, usccText, v1 } from './common.js';
import { licenseReference } from './license.js';
import { slug } from './loan-products.js';
import { basisPoints, currency, fen, legalDate, positiveFen } from './money.js';
import { pullWindow, signed } from './sharing.js';

/**
 * What is signed about a loan: RFC 8785 bytes, told apart by `kind`. None of it stands on the channel. `key` is the
 * signer's key as the registry binds it.
 */
export const signedBy = { v: v1, intent: random16, key: digest, issuedAt: instant };

/** A certificate the bank relied on, and the digest of the document or presentation it was shown, proofs included. */
export const citedCertificate = licenseReference.extend({ document: digest });
const certificates = z.array(citedCertificate).min(1).max(8);

/** An economic activity (GB/T 4754): a section, and up to four digits. */
export const industry = z.string().regex(/^[A-T][0-9]{2,4}$/);
/** Why, as codes that statistics can count; the text stays with the bank. */
export const reasons = z
  .array(z.string().regex(/^[a-zA-Z]{3,40}$/))
  .min(1)
  .max(8);

/** An enterprise asks one bank for a loan. */
export const loanApplication = z.strictObject({
  ...signedBy,
  kind: z.literal('loan-application'),
  id: random16,
  enterprise: usccText,
  bank: usccText,
  product: slug,
  amount: positiveFen,
  currency,
  months: z.int().min(1).max(360),
  purpose: slug,
  industry,
  district: divisionCode,
  certificates,
});

/** What the contract says of money and time. `collateral` names what is pledged, as its register does; absent: nothing is. */
export const loanTerms = z.strictObject({
  amount: positiveFen,
  currency,
  rate: basisPoints,
  from: legalDate,
  /** The day the last of it falls due. */
  until: legalDate,
  collateral: z
    .string()
    .regex(/^[0-9A-Z-]{4,64}$/)
    .optional(),
});

/** A family of acts, by its `kind`; `revision` is that of what is acted on as the signer saw it, so that no act counts twice. */
export const actsOf =
  <Kind extends string>(kind: Kind) =>
  <Act extends string, Body extends z.ZodRawShape>(
    name: Act,
    body: Body,
  ): z.ZodObject<
    typeof signedBy & {
      kind: z.ZodLiteral<Kind>;
      act: z.ZodLiteral<Act>;
      id: typeof random16;
      revision: z.ZodInt;
    } & Body
  > =>
    z.strictObject({
      ...signedBy,
      kind: z.literal(kind),
      act: z.literal(name),
      id: random16,
      revision: z.int().min(0),
      ...body,
    });

const act = actsOf('loan-act');

const money = { amount: positiveFen, date: legalDate, receipt: digest };

export const loanActStatements = {
  /** The bank names the consent under which it will ask for the report. */
  authorize: act('authorize', { consent: random16 }),
  /** The report the bank pulled for this application and no other. */
  bindReport: act('bindReport', { window: pullWindow, slot: z.int().min(1), report: digest }),
  startReview: act('startReview', {}),
  askInfo: act('askInfo', { question: digest }),
  /** The enterprise answers; certificates that were replaced meanwhile are cited anew. */
  answerInfo: act('answerInfo', { answer: digest, certificates: certificates.optional() }),
  approve: act('approve', {
    amount: positiveFen,
    rate: basisPoints,
    months: z.int().min(1).max(360),
    reasons,
    text: digest,
  }),
  reject: act('reject', { reasons, text: digest }),
  signContract: act('signContract', { contract: digest, terms: loanTerms }),
  disburse: act('disburse', money),
  /** `early`: before the contract has it fall due. */
  repay: act('repay', { ...money, early: z.boolean() }),
  declareOverdue: act('declareOverdue', { since: legalDate, arrears: positiveFen }),
  cureOverdue: act('cureOverdue', { date: legalDate }),
  /** A disbursement or repayment was written down wrongly: `movement` is the revision that brought it; amount 0: it never was. */
  correct: act('correct', { movement: z.int().min(1), amount: fen, date: legalDate, reason: digest }),
  /** The bank does not go on before anything is disbursed. */
  cancel: act('cancel', { reasons, text: digest }),
  /** The enterprise takes its application back, until there is a contract. */
  withdraw: act('withdraw', {}),
  /** `writtenOff`: the balance will not come back. */
  close: act('close', { writtenOff: z.boolean(), text: digest }),
} as const;

/** What an enterprise signs to see its own loan; asked of one bank, it counts at no other. */
export const loanViewStatement = z.strictObject({
  ...signedBy,
  kind: z.literal('loan-view'),
  id: random16,
  bank: usccText,
});

/** A statement as it is handed in; where two people decide, with both their signatures over the same bytes. */
export const signedByTwo = <S extends z.ZodType>(
  statement: S,
): z.ZodObject<ReturnType<typeof signed<S>>['shape'] & { twoPeople: z.ZodOptional<typeof twoPeople> }> =>
  signed(statement).extend({ twoPeople: twoPeople.optional() });

export const signedLoanApplication = signed(loanApplication);

type Statements = typeof loanActStatements;
export type LoanAct = keyof Statements;
export type LoanActStatement<Act extends LoanAct = LoanAct> = { [A in LoanAct]: z.infer<Statements[A]> }[Act];
export type LoanApplication = z.infer<typeof loanApplication>;
export type LoanViewStatement = z.infer<typeof loanViewStatement>;
export type LoanTerms = z.infer<typeof loanTerms>;
export type CitedCertificate = z.infer<typeof citedCertificate>;
export type LoanStatement = LoanApplication | LoanActStatement;
