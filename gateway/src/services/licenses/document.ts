import { sealFile, type EvidenceDocument } from '@hanlian/certificates';
import {
  HanlianError,
  keys,
  MAX_RUN,
  statementBytes,
  type BatchRecord,
  type CertificateType,
  type ErrorCode,
  type JsonObject,
  type RunRecord,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import { undefinedWhen } from '../../undefined-when.js';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { keptStatus } from '../../stamping/evidence.js';
import { stampOf } from '../../stamping/queue-keys.js';
import { parseRow } from '../registry-view.js';
import type { Caller } from '../types.js';
import { findLicense, referenceOf, type FoundLicense } from './find.js';
import type { LicenseParts } from './parts.js';
import { decodeEvidence, documentName, findSeal, sealName } from './stored.js';

/**
 * A certificate's evidence document, for the department it belongs to, once its run stands on the ledger.
 *
 * @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED, DOCUMENT_DAMAGED, LOG_PENDING
 */
export async function documentOf(
  parts: LicenseParts,
  caller: Caller,
  id: string,
  proof?: 'log',
): Promise<JsonObject> {
  await parts.caughtUp();
  requireReader(parts, caller, id);
  const document = await assembleDocument(parts, id);
  return { ...document, logProof: await logProofOf(parts, document, proof === 'log') };
}

/**
 * The seal that counts with the statement it covers, and its time stamp once it has one, as one CMS file that others read.
 *
 * @throws {HanlianError} as `documentOf` does
 */
export async function sealFileOf(parts: LicenseParts, caller: Caller, id: string): Promise<Uint8Array> {
  await parts.caughtUp();
  requireReader(parts, caller, id);
  const { seal, statement, stamp } = await assembleDocument(parts, id);
  const token = stamp === null ? undefined : Buffer.from(stamp.token, 'base64');
  return sealFile(Buffer.from(seal, 'base64'), statementBytes(statement), token);
}

/** Its proof in the log, waited for where it was asked for. */
async function logProofOf(
  { logProofs }: LicenseParts,
  { anchor: { transactionId, block } }: EvidenceDocument,
  isAwaited: boolean,
): Promise<EvidenceDocument['logProof']> {
  if (block === undefined) return null;
  if (isAwaited) return logProofs.awaitEvidence(transactionId, block);
  return (await logProofs.evidence(transactionId, block)) ?? null;
}

/**
 * Puts a document together from what this hub keeps and what the ledger adds.
 *
 * @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED, DOCUMENT_DAMAGED
 */
export async function assembleDocument(parts: LicenseParts, id: string): Promise<EvidenceDocument> {
  const found = await findLicense(parts.model, referenceOf(id));
  const { b: batch } = found.record;
  const name = sealNameOf(parts, batch);
  const sealed = findSeal(parts.store, name);
  if (sealed === undefined) throw notHere();
  const stored = decodeEvidence(parts.documents.read(documentName(id, batch)));
  return {
    ...stored,
    ...omit(sealed, 'v'),
    stamp: stampOf(parts.store, name),
    ...keptStatus(parts.store, name),
    anchor: anchorOf(parts, found),
  };
}

/** A document, unless it cannot be read, whatever the reason: wrong, not here, or not any more, none tells which. */
export const findDocument = (parts: LicenseParts, id: string): Promise<EvidenceDocument | undefined> =>
  assembleDocument(parts, id).catch(undefinedWhen(...UNREADABLE));

const UNREADABLE = [
  'NOT_FOUND',
  'DOCUMENT_ERASED',
  'IDENTIFIER_MALFORMED',
  'LENGTH_WRONG',
  'ALPHABET',
  'CHECK_CHARACTER_WRONG',
  'REGION_INVALID',
] as const satisfies readonly ErrorCode[];

/** The type, by the revision that a document was made under. */
export function typeOf({ registry }: LicenseParts, { statement }: EvidenceDocument): CertificateType {
  const type = registry.typeRevision(statement.type, statement.typeRevision);
  if (type !== undefined) return type;
  throw new HanlianError('INTERNAL', `Revision ${statement.typeRevision} of ${statement.type} is missing`);
}

/** The seal that counts, as the ledger has it. */
function sealNameOf({ model }: LicenseParts, batch: string): string {
  const row = model.get(keys.batch(batch));
  return row === undefined ? batch : sealName(parseRow(row) as BatchRecord);
}

/** The issuer itself, or the department that has taken its place since. */
export function isInCharge(parts: LicenseParts, issuer: string, department: string): boolean {
  return parts.registry.lineOf(issuer, parts.now()).includes(department);
}

/** To everyone but the department in charge a document is not there. @throws {HanlianError} NOT_FOUND */
export function requireReader(parts: LicenseParts, { department }: Caller, id: string): void {
  if (!isInCharge(parts, referenceOf(id).issuer, department)) throw notHere();
}

/** @throws {HanlianError} OTHER_DEPARTMENT */
export function requireInCharge(parts: LicenseParts, issuer: string, department: string): void {
  if (isInCharge(parts, issuer, department)) return;
  throw new HanlianError('OTHER_DEPARTMENT', `${department} may not act on licenses of ${issuer}`);
}

/** Where the certificate was issued: its run's transaction; an amendment's stands for itself. */
function anchorOf(
  { model, channel, chaincode }: LicenseParts,
  { record, row }: FoundLicense,
): EvidenceDocument['anchor'] {
  const run = model.get(keys.run(record.b, record.i - (record.i % MAX_RUN)));
  if (run === undefined) return { channel, chaincode, transactionId: row.transactionId, block: row.block };
  const transactionId = transactionIdOf((parseRow(run) as RunRecord).tx);
  return { channel, chaincode, transactionId, block: run.block };
}

export const notHere = (): HanlianError =>
  new HanlianError('NOT_FOUND', 'This hub holds no such document for the caller');
