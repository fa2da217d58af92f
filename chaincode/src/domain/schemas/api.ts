import { z } from 'zod';
import { basisInput } from './api-basis.js';
import { bilingualText, pageOf, pageQuery, revised, when } from './api-common.js';
import { holder, identifier } from './api-certificate.js';
import { rowsChoice } from './api-jobs.js';
import { digest, jsonValue, random16, serial, typeCode, usccText, version } from './common.js';
import { operation, stateCode } from './license.js';
import { stateAnswer } from './license-answers.js';
import { transferOut } from './license-requests.js';

export { basisInput } from './api-basis.js';
export { bilingualText, pageQuery, when } from './api-common.js';
export type { PageQuery } from './api-common.js';
export * from './api-accesses.js';
export * from './api-own-accesses.js';
export * from './api-own-loans.js';
export * from './api-audit.js';
export * from './api-catalogue.js';
export * from './api-certificate.js';
export * from './api-credit.js';
export * from './api-consents.js';
export * from './api-events.js';
export * from './api-findings.js';
export * from './api-grants.js';
export * from './api-deployed.js';
export * from './api-kpi.js';
export * from './api-loans.js';
export * from './api-log.js';
export * from './api-pki.js';
export * from './api-onward.js';
export * from './api-queries.js';
export * from './api-registry.js';
export * from './api-caller.js';
export * from './api-callers.js';
export * from './api-jobs.js';
export * from './api-signing.js';
export * from './api-statistics.js';
export * from './api-subsidy.js';
export * from './api-reseals.js';
export * from './api-tasks.js';
export * from './api-verifications.js';
export * from './api-webhooks.js';
export { jsonValue } from './common.js';

/** A JSON object that is described elsewhere. */
const openObject = z.record(z.string(), jsonValue);

export const certificateInput = z.strictObject({
  /** Drawn at random by the hub when absent; always so for natural persons' types. */
  serial: serial.optional(),
  holders: z.array(holder).min(1).max(20),
  fields: z.record(z.string().max(40), z.string().max(2000)),
  effectiveFrom: when.optional(),
  effectiveTo: when.optional(),
});

/** One certificate, or a batch of up to 10,000 of one type under one seal. */
export const issueInput = z.strictObject({
  type: typeCode,
  basis: basisInput,
  certificates: z.array(certificateInput).min(1).max(10000),
});

/** Begins what an upload's rows say: on what they rest, and whether one wrong row holds the others up. */
/** `includesLater`: also what was sealed since the key may have been in other hands: look through it first. */
export const resealInput = z.strictObject({ basis: basisInput, includesLater: z.boolean().default(false) });

export const startInput = z.strictObject({ basis: basisInput, rows: rowsChoice });

/** What a department asserts of a certificate's life before the hub: in order, each with the day it took effect. */
export const assertedInput = z.strictObject({ operation, effectiveAt: when, until: when.optional() });

/** The identifier or number a certificate had where it came from; the ledger gets its salted digest. */
const origin = z.string().min(1).max(200);

/** A certificate that existed before the hub, with its own dates, its version and its past. */
export const stockCertificateInput = certificateInput.extend({
  effectiveFrom: when,
  version: version.optional(),
  origin: origin.optional(),
  asserted: z.array(assertedInput).min(1).max(8).optional(),
});
export const importInput = z.strictObject({
  type: typeCode,
  basis: basisInput,
  certificates: z.array(stockCertificateInput).min(1).max(10000),
});

/** A certificate another region has given over; `origin` is the identifier it had there. */
export const transferInInput = z.strictObject({
  type: typeCode,
  basis: basisInput,
  certificate: certificateInput.extend({ origin }),
});

/** What every later act on a certificate carries. */
const act = {
  basis: basisInput,
  /** The current revision when absent. */
  ...revised,
  effectiveAt: when.optional(),
};
export const actInput = z.strictObject(act);
export const suspendInput = z.strictObject({ ...act, until: when.optional() });
/** `destination`: the division code (GB/T 2260) of the region it goes to. */
export const transferOutInput = z.strictObject({ ...act, destination: transferOut.shape.destination });
/** `receipt`: the digest of the other region's receipt, base64url of SHA-256. */
export const confirmTransferInput = z.strictObject({ ...act, receipt: digest });
/** 年检: its result, and by when the next one is due. */
export const inspectInput = z.strictObject({ ...act, passed: z.boolean(), nextDue: when.optional() });
/** `amend` and `renew` give the new version's full content. */
export const replaceInput = z.strictObject({ ...act, certificate: certificateInput.omit({ serial: true }) });

export const issued = z.strictObject({
  id: identifier,
  index: z.int().min(0),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
});
export const issueAnswer = z.strictObject({
  batch: random16,
  transactionIds: z.array(z.string()),
  certificates: z.array(issued),
});

export const licenseAnswer = z.strictObject({
  id: identifier,
  type: typeCode,
  issuer: usccText,
  serial,
  version,
  current: version,
  revision: z.int().min(0),
  state: stateCode,
  standing: stateAnswer.shape.standing,
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
  batch: random16,
  documentRoot: digest,
  recorded: z.strictObject({ block: z.int().min(0), index: z.int().min(0), transactionId: z.string() }),
});

/**
 * The contract's answer, and where it was asked as known at another time, the block height that stands for it: named
 * in the request, or found in the hub's journal of when it first saw each block.
 */
export const licenseStateAnswer = z.strictObject({
  ...stateAnswer.shape,
  knownAt: z.strictObject({ height: z.int().min(0), source: z.enum(['request', 'journal']) }).optional(),
});

export const actAnswer = z.strictObject({
  id: identifier,
  operation,
  state: stateCode,
  revision: z.int().min(0),
  transactionId: z.string(),
});

export const historyEntry = z.strictObject({
  operation: z.union([operation, z.enum(['issue', 'import', 'transferIn'])]),
  state: stateCode,
  effectiveAt: z.string(),
  txTime: z.string(),
  recorded: z.strictObject({
    block: z.int(),
    index: z.int(),
    transactionId: z.string(),
    firstSeen: z.string().optional(),
  }),
  law: z.string(),
  person: z.string(),
  department: usccText,
  late: z.boolean().optional(),
  asserted: z.boolean().optional(),
});
export const historyAnswer = z.strictObject({ id: identifier, entries: z.array(historyEntry) });

/** What a hub's own peer shows of a committed transaction; bytes are base64url. */
export const transactionAnswer = z.strictObject({
  transactionId: z.string(),
  block: z.int().min(0),
  index: z.int().min(0),
  /** Fabric's validation code by name: only VALID ones had an effect. */
  code: z.string(),
  timestamp: z.string(),
  creator: z.strictObject({ mspId: z.string(), certificate: z.string() }),
  chaincode: z.string(),
  function: z.string(),
  event: z.strictObject({ name: z.string(), payload: z.string() }).optional(),
  writes: z.array(z.strictObject({ namespace: z.string(), key: z.string(), value: z.string().optional() })),
  privateWrites: z.array(
    z.strictObject({
      namespace: z.string(),
      collection: z.string(),
      keyHash: z.string(),
      valueHash: z.string().optional(),
      purge: z.boolean().optional(),
    }),
  ),
});
export const blockAnswer = z.strictObject({
  number: z.int().min(0),
  previousHash: z.string(),
  dataHash: z.string(),
  hash: z.string(),
  stateHash: z.string(),
  transactions: z.array(transactionAnswer),
});
/** A certificate's history with the transactions that made it, oldest first. */
export const auditAnswer = z.strictObject({
  ...historyAnswer.shape,
  transactions: z.array(transactionAnswer),
});

/**
 * Which certificates a list shows. `standing` is judged now; `from` and `to` bound the first day of validity; `serial`
 * is what serials begin with.
 */
export const licenseQuery = pageQuery.extend({
  type: typeCode.optional(),
  issuer: usccText.optional(),
  serial: serial.optional(),
  standing: stateAnswer.shape.standing.optional(),
  from: when.optional(),
  to: when.optional(),
});
/** At which day, and by which day's knowledge: a date, an instant, or for `knownAt` a block height. */
export const stateQuery = z.strictObject({
  effectiveAt: when.optional(),
  knownAt: z.union([when, z.string().regex(/^(0|[1-9][0-9]{0,14})$/)]).optional(),
});
/** The size of the checkpoint to prove at; the newest that enough organisations signed when absent. */
export const proofQuery = z.strictObject({
  checkpoint: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/)
    .optional(),
});
/** A page holds what was found among the certificates it looked through: it may be short and still have a `next`. */
export const licenseList = pageOf(licenseAnswer);

export const healthAnswer = z.strictObject({
  ready: z.literal(true),
  /** Blocks on the ledger, and how many of them the read model has taken in. */
  height: z.int().min(0),
  projected: z.int().min(0),
});

export const openApiDocument = openObject.meta({ description: 'An OpenAPI 3.1 document' });

export const problem = z.strictObject({
  type: z.string(),
  status: z.int(),
  code: z.string(),
  title: bilingualText,
  detail: z.string(),
  next: bilingualText,
  retryable: z.boolean(),
  requestId: z.string(),
  transactionId: z.string().optional(),
  /** The job that does what was asked already. */
  job: z.string().optional(),
  field: z.string().optional(),
  expected: jsonValue.optional(),
  received: jsonValue.optional(),
});

export type BasisInput = z.infer<typeof basisInput>;
export type ResealInput = z.infer<typeof resealInput>;
export type CertificateInput = z.infer<typeof certificateInput>;
export type IssueInput = z.infer<typeof issueInput>;
export type ActInput = z.infer<typeof actInput>;
export type SuspendInput = z.infer<typeof suspendInput>;
export type ReplaceInput = z.infer<typeof replaceInput>;
export type AssertedInput = z.infer<typeof assertedInput>;
export type StockCertificateInput = z.infer<typeof stockCertificateInput>;
export type StartInput = z.infer<typeof startInput>;
export type ImportInput = z.infer<typeof importInput>;
export type TransferInInput = z.infer<typeof transferInInput>;
export type TransferOutInput = z.infer<typeof transferOutInput>;
export type ConfirmTransferInput = z.infer<typeof confirmTransferInput>;
export type InspectInput = z.infer<typeof inspectInput>;
export type LicenseQuery = z.infer<typeof licenseQuery>;
export type IssueAnswer = z.infer<typeof issueAnswer>;
export type LicenseAnswer = z.infer<typeof licenseAnswer>;
export type ActAnswer = z.infer<typeof actAnswer>;
export type HistoryAnswer = z.infer<typeof historyAnswer>;
export type Problem = z.infer<typeof problem>;
export type TransactionAnswer = z.infer<typeof transactionAnswer>;
export type BlockAnswer = z.infer<typeof blockAnswer>;
export type LicenseStateAnswer = z.infer<typeof licenseStateAnswer>;
