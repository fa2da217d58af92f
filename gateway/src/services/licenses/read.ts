import {
  formatCertificateIdentifier,
  formatInstant,
  keys,
  stateOf,
  type BatchRecord,
  type HistoryAnswer,
  type LicenseAnswer,
  type LicenseReference,
  type RunRecord,
  type LicenseStateAnswer,
  type Transition,
  HanlianError,
  MAX_RUN,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { readMoment } from '../moments.js';
import { parseRow } from '../registry-view.js';
import { findLicense, referenceOf, type FoundLicense } from './find.js';
import type { LicenseParts } from './parts.js';

type ReadParts = Pick<LicenseParts, 'model' | 'journal' | 'ledger' | 'now' | 'caughtUp'>;

/** A certificate as it stands now. */
export async function getLicense(parts: ReadParts, id: string): Promise<LicenseAnswer> {
  await parts.caughtUp();
  const reference = referenceOf(id);
  return licenseView(reference, await findLicense(parts.model, reference), parts.now());
}

/** A certificate as it stands at an instant. */
export function licenseView(
  reference: LicenseReference,
  { row, record, current, transitions }: FoundLicense,
  now: number,
): LicenseAnswer {
  const { state, standing } = stateOf(record, transitions, now);
  return {
    id: formatCertificateIdentifier(reference),
    ...reference,
    current,
    revision: record.r ?? 0,
    state,
    standing,
    effectiveFrom: formatInstant(record.f),
    effectiveTo: record.u === undefined ? null : formatInstant(record.u),
    batch: record.b,
    documentRoot: record.d,
    recorded: { block: row.block, index: row.index, transactionId: row.transactionId },
  };
}

/** The legal state at one time, as known at another. */
export async function stateOfLicense(
  parts: ReadParts,
  id: string,
  at: { effectiveAt?: string; knownAt?: string },
): Promise<LicenseStateAnswer> {
  await parts.caughtUp();
  const reference = referenceOf(id);
  const knownAt = at.knownAt === undefined ? undefined : await heightOf(parts, at.knownAt);
  const { record, current, transitions } = await findLicense(parts.model, reference, knownAt?.height);
  const effectiveAt =
    at.effectiveAt === undefined ? parts.now() : readMoment(at.effectiveAt, 'start', 'effectiveAt');
  const { since, ...situation } = stateOf(record, transitions, effectiveAt);
  return {
    v: 1,
    ...reference,
    current,
    effectiveAt,
    ...situation,
    ...(since !== undefined && Number.isFinite(since) && { since }),
    revision: record.r ?? 0,
    ...(knownAt && { knownAt }),
  };
}

type KnownAt = NonNullable<LicenseStateAnswer['knownAt']>;

const HEIGHT = /^(0|[1-9][0-9]{0,14})$/;

/** A block height as it is; a date or instant by this hub's own journal of when it first saw each block. */
async function heightOf({ journal, model }: ReadParts, knownAt: string): Promise<KnownAt> {
  if (HEIGHT.test(knownAt)) return { height: requireReached(Number(knownAt), model), source: 'request' };
  const instant = readMoment(knownAt, 'end', 'knownAt');
  return { height: await journal.heightAt(instant * 1000), source: 'journal' };
}

/** What will be known at a block to come, nobody can say yet. */
function requireReached(height: number, { position }: ReadParts['model']): number {
  if (height <= position.block) return height;
  throw new HanlianError('FIELD_INVALID', `The ledger has not come to block ${height} yet`, {
    field: 'knownAt',
    expected: `a block height up to ${position.block}`,
    received: height,
  });
}

/** Everything that happened to a certificate, oldest first. */
export async function historyOf(parts: ReadParts, id: string): Promise<HistoryAnswer> {
  await parts.caughtUp();
  const reference = referenceOf(id);
  const found = await findLicense(parts.model, reference);
  const first = await originOf(parts, reference, found);
  const others = await Promise.all(
    found.transitions.map((transition) => entryOf(parts, reference, transition)),
  );
  return { id, entries: [first, ...others] };
}

type HistoryEntry = HistoryAnswer['entries'][number];

async function originOf(
  parts: ReadParts,
  reference: LicenseReference,
  { record }: FoundLicense,
): Promise<HistoryEntry> {
  const row = parts.model.get(keys.batch(record.b));
  if (row === undefined)
    throw new HanlianError('INTERNAL', `Batch ${record.b} is missing from the read model`);
  const { statement, basis, person, txTime, tx, actor } = parseRow(row) as BatchRecord;
  const start = record.i - (record.i % MAX_RUN);
  const run = parts.model.get(keys.run(record.b, start));
  const transaction = run === undefined ? tx : (parseRow(run) as RunRecord).tx;
  return {
    operation: statement.kind,
    state: '01',
    effectiveAt: formatInstant(record.f),
    txTime: formatInstant(txTime),
    recorded: await recordedOf(parts, transaction),
    law: basis.law,
    person,
    department: actor ?? reference.issuer,
  };
}

async function entryOf(
  parts: ReadParts,
  reference: LicenseReference,
  { o, s, e, t, x, l, p, a, y, q }: Transition,
): Promise<HistoryEntry> {
  return {
    operation: o,
    state: s,
    effectiveAt: formatInstant(e),
    txTime: formatInstant(t),
    recorded: await recordedOf(parts, x),
    law: l,
    person: p,
    department: a ?? reference.issuer,
    ...(y === 1 && { late: true }),
    ...(q === 1 && { asserted: true }),
  };
}

async function recordedOf({ ledger, journal }: ReadParts, tx: string): Promise<HistoryEntry['recorded']> {
  const transactionId = transactionIdOf(tx);
  const transaction = await ledger.transaction(transactionId);
  if (transaction === undefined) {
    throw new HanlianError('INTERNAL', `The ledger does not find transaction ${transactionId}`);
  }
  const { block, index } = transaction;
  const seen = journal.firstSeen(block);
  return {
    block,
    index,
    transactionId,
    ...(seen !== undefined && { firstSeen: new Date(seen).toISOString() }),
  };
}
