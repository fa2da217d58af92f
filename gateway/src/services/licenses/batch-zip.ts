import {
  formatCertificateIdentifier,
  HanlianError,
  keyPrefixes,
  keys,
  MAX_RUN,
  parseJson,
  splitKey,
  type BatchRecord,
  type ErrorCode,
  type LicenseRecord,
  type RunRecord,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { referenceIn } from '../../readmodel/acts.js';
import { zipped, type PackedFile } from '../../zip/zipped.js';
import { parseRow } from '../registry-view.js';
import type { Caller } from '../types.js';
import { CSV_BEGINNING, csvLine } from '../uploads/formats/csv.js';
import type { SentFile } from '../uploads/rejects.js';
import { notHere, requireReader } from './document.js';
import { findLicense, referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';
import { pdfOf } from './pdf.js';
import { findSeal } from './stored.js';

export const ZIP = 'application/zip';

/** What keeps one certificate from being printed, and not the others. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DOCUMENT_ERASED',
  'DOCUMENT_DAMAGED',
  'CHARACTER_NOT_PRINTABLE',
]);

/**
 * The PDFs of all certificates of a batch, that of the one named, each made as it is sent. Those that cannot be printed
 * stand with the reason in a list, the last file.
 *
 * @throws {HanlianError} NOT_FOUND, BATCH_INCOMPLETE, SEAL_KEY_NOT_LIVE
 */
export async function batchZipOf(parts: LicenseParts, caller: Caller, id: string): Promise<SentFile> {
  await parts.caughtUp();
  requireReader(parts, caller, id);
  const { record } = await findLicense(parts.model, referenceOf(id));
  if (findSeal(parts.store, record.b) === undefined) throw notHere();
  await requireSeal(parts, id);
  const transactions = transactionsOf(parts, record.b);
  return {
    media: ZIP,
    name: `${record.b}.zip`,
    content: zipped(filesOf(parts, caller, record.b, transactions)),
  };
}

/** Found out before anything is sent: afterwards nothing can be refused. */
async function requireSeal({ registry, seals, now }: LicenseParts, id: string): Promise<void> {
  const at = now();
  await seals.liveAt(registry.inChargeOf(referenceOf(id).issuer, at), at);
}

/** What wrote the certificates of a batch, in their order. */
function transactionsOf({ model }: LicenseParts, batch: string): readonly string[] {
  const row = model.get(keys.batch(batch));
  if (row === undefined) throw new HanlianError('INTERNAL', `Batch ${batch} is missing from the read model`);
  const { statement, tx } = parseRow(row) as BatchRecord;
  const runs = Array.from({ length: Math.ceil(statement.count / MAX_RUN) }, (_, n) =>
    model.get(keys.run(batch, n * MAX_RUN)),
  );
  // What takes another version's place has no run: its one certificate stands where the batch does.
  if (statement.kind === 'amend' || statement.kind === 'renew') return [transactionIdOf(tx)];
  return runs.map((run) => {
    if (run !== undefined) return transactionIdOf((parseRow(run) as RunRecord).tx);
    throw new HanlianError('BATCH_INCOMPLETE', `Batch ${batch} is not whole yet`, { received: batch });
  });
}

async function* filesOf(
  parts: LicenseParts,
  caller: Caller,
  batch: string,
  transactions: readonly string[],
): AsyncGenerator<PackedFile> {
  const missing: string[] = [];
  for (const transaction of transactions) {
    for (const id of await certificatesIn(parts, transaction, batch)) {
      const printed = await printedOrReason(parts, caller, id);
      if (typeof printed === 'string') missing.push(csvLine([id, printed]));
      else yield { name: `${id}.pdf`, bytes: printed };
    }
  }
  if (missing.length > 0) yield { name: 'missing.csv', bytes: Buffer.from(CSV_BEGINNING + missing.join('')) };
}

/** The identifiers of a run's certificates, in the batch's order. */
async function certificatesIn(
  { ledger }: LicenseParts,
  transaction: string,
  batch: string,
): Promise<readonly string[]> {
  const written = await ledger.transaction(transaction);
  if (written === undefined) throw new HanlianError('INTERNAL', `Transaction ${transaction} is missing`);
  return written.writes
    .filter(({ key }) => splitKey(key)[0] === keyPrefixes.license)
    .map(({ key, value = '' }) => ({
      key,
      record: parseJson(Buffer.from(value)) as unknown as LicenseRecord,
    }))
    .filter(({ record }) => record.b === batch)
    .sort((one, other) => one.record.i - other.record.i)
    .map(({ key }) => formatCertificateIdentifier(referenceIn(key)));
}

async function printedOrReason(
  parts: LicenseParts,
  caller: Caller,
  id: string,
): Promise<Uint8Array | ErrorCode> {
  try {
    return await pdfOf(parts, caller, id);
  } catch (error) {
    if (error instanceof HanlianError && OF_ONE.has(error.code)) return error.code;
    throw error;
  }
}
