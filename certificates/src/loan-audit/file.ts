import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

const { claimView, instant, jsonValue, loanFile, loanRecord, loanStepView } = schemas;
const { programme, random16, registryEvidence, stateProof } = schemas;

const json = z.record(z.string(), jsonValue);

/** A text that stays with the bank: its digest, in what is signed, is SHA-256 of the RFC 8785 bytes of [salt, text]. */
const saltedText = z.strictObject({ salt: random16, text: z.string().max(4000) });

/** A transition with what was signed, and what was shown besides. */
const filedStep = loanStepView.extend({
  transactionId: z.string(),
  text: saltedText.optional(),
  /** Certificates as they were shown, and what verification said of each that day. */
  certificates: z
    .array(z.strictObject({ document: json, verdict: z.string(), checks: z.array(json) }))
    .optional(),
  /** The public records the act rested on, and the checkpoint they are proven at: a signed note. */
  evidence: registryEvidence.optional(),
  checkpoint: z.string().max(65536).optional(),
  /** The credit report that was bound. */
  report: json.optional(),
});

/**
 * A loan from application to payment, as an auditor is given it (`GET /v1/loans/{id}/file`). `proof` has at one checkpoint the
 * loan's record and all its steps; of its claims records, steps and nullifiers; the programmes' editions, and the keys and
 * departments by which claims are signed.
 */
export const filedLoan = z.strictObject({
  v: z.literal(1),
  format: z.literal('hanlian-loan-file'),
  id: random16,
  madeAt: instant,
  record: loanRecord,
  file: loanFile,
  steps: z.array(filedStep),
  /** With all that was signed of them but approvals, which name other claims. */
  claims: z.array(claimView),
  /** Every edition of the programmes they are of. */
  programmes: z.array(programme),
  proof: stateProof,
});

export type FiledLoan = z.infer<typeof filedLoan>;
export type FiledStep = FiledLoan['steps'][number];
