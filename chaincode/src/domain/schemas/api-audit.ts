import { z } from 'zod';
import { pageOf, pageQuery, when } from './api-common.js';
import { digest, officerId, random16, typeCode, usccText } from './common.js';

/**
 * One committed act: what a transaction of the hub's chaincode did, by whom and on what basis, as its own block tells
 * it. A run of a batch is one act. Instants as text are ISO 8601.
 */
export const auditEntry = z.strictObject({
  block: z.int().min(0),
  index: z.int().min(0),
  transactionId: z.string(),
  /** The time the submitter claims. */
  at: z.string(),
  /** `contract.operation`, for example `license.suspend`. */
  operation: z.string(),
  /** Who signed the transaction: the organisation, and the name in its certificate. */
  submitter: z.strictObject({ mspId: z.string(), name: z.string().optional() }),
  /** In whose name it was done; of a registry record, whose it is. */
  department: usccText.optional(),
  /** The certificate's issuer, where another department acts in its place. */
  issuer: usccText.optional(),
  /** The persons in charge, by their opaque ids. */
  person: officerId.optional(),
  reviewer: officerId.optional(),
  law: z.string().optional(),
  /** The salted digest of the decision's text. */
  basis: digest.optional(),
  type: typeCode.optional(),
  certificate: z.string().optional(),
  batch: random16.optional(),
  /** The ledger key of the record written, where it is one. */
  key: z.string().optional(),
  /** How many certificates or records. */
  count: z.int().min(0),
  effectiveAt: z.string().optional(),
});

const filter = {
  /** The acting department, or the issuer it acts for. */
  department: usccText.optional(),
  person: officerId.optional(),
  type: typeCode.optional(),
  certificate: z.string().min(20).max(160).optional(),
  from: when.optional(),
  to: when.optional(),
};

/** Where a list of acts goes on: `block~index` of the last one looked at. */
const position = z.string().regex(/^(0|[1-9][0-9]{0,11})~(0|[1-9][0-9]{0,5})$/);

export const auditQuery = pageQuery.extend({ ...filter, cursor: position.optional() });
/** As the list, without a limit: an export holds what fits, and its first line names where the next begins. */
export const auditExportQuery = z.strictObject({ ...filter, cursor: position.optional() });
export const auditPage = pageOf(auditEntry);
export const auditExport = z
  .string()
  .meta({ description: 'JSON lines: a header, the acts, and a signature' });

export type AuditEntry = z.infer<typeof auditEntry>;
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditExportQuery = z.infer<typeof auditExportQuery>;
