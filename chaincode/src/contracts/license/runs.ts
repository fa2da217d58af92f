import type {
  BatchRecord,
  BatchStatement,
  CertificateType,
  HeadRecord,
  LicenseRecord,
  Run,
  RunLeaf,
  RunRecord,
  Transition,
} from '../../domain/index.js';
import {
  base64urlDecode,
  base64urlEncode,
  FIRST_VERSION,
  HanlianError,
  keys,
  MAX_RUN,
  requireAssertedPast,
  requireSerial,
  rootFromRun,
  runLeafHashes,
} from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { alreadyApplied } from '../change.js';
import type { TransactionContext } from '../context.js';
import { requireUnused } from './serials.js';
import { requireValidity } from './validity.js';

/** A run fills its block, or ends the batch: a gap could never be filled, since runs begin at whole blocks. */
function requireWholeRun({ count }: BatchStatement, { start, leaves }: Run): void {
  const expected = Math.min(MAX_RUN, count - start);
  if (leaves.length !== expected) {
    throw new HanlianError(
      'RUN_NOT_ALIGNED',
      `A run from ${start} in a batch of ${count} has ${expected} leaves`,
      {
        field: 'run.leaves',
        expected,
        received: leaves.length,
      },
    );
  }
}

/** Recomputes both roots from what is about to be stored, so that exactly what was sealed stands on the ledger. */
export function requireRoots(
  statement: BatchStatement,
  run: Pick<Run, 'start' | 'leaves' | 'path' | 'sm3Path'>,
): void {
  const hashes = run.leaves.map((leaf) => runLeafHashes(nodeHashes, statement, leaf));
  const { count: treeSize, root, sm3Root } = statement;
  for (const [suite, path, expected] of [
    ['sha256', run.path, root],
    ['sm3', run.sm3Path, sm3Root],
  ] as const) {
    const leaves = hashes.map((leaf) => leaf[suite]);
    const computed = rootFromRun(nodeHashes[suite], {
      treeSize,
      start: run.start,
      leaves,
      path: path.map(base64urlDecode),
    });
    if (base64urlEncode(computed) !== expected) {
      throw new HanlianError('BATCH_PATH_INVALID', `The leaves do not lead to the batch's ${suite} root`, {
        field: suite === 'sha256' ? 'run.path' : 'run.sm3Path',
        expected,
      });
    }
  }
}

const invalid = (field: string, message: string): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field });

/** What a leaf may carry depends on how the certificate came here. */
function requireOrigin(
  { kind }: BatchStatement,
  { version, origin, asserted }: RunLeaf,
  field: string,
): void {
  if (kind === 'import') return;
  if (asserted !== undefined) throw invalid(`${field}.asserted`, 'Only stock has an asserted past');
  if ((kind === 'transferIn') !== (origin !== undefined)) {
    throw invalid(
      `${field}.origin`,
      'An origin belongs to stock and to transfers, and a transfer must have one',
    );
  }
  if (version !== FIRST_VERSION) throw invalid(`${field}.version`, 'A new serial begins with version 001');
}

/** The past a department asserts, as transitions. */
function assertedPast(
  { txTime, tx }: TransactionContext,
  { basis, intent, person }: BatchRecord,
  { renewalGraceDays }: CertificateType,
  { asserted = [], effectiveFrom: f, effectiveTo }: RunLeaf,
  field: string,
): readonly Transition[] {
  requireAssertedPast({ f, u: effectiveTo ?? undefined }, asserted, { txTime, renewalGraceDays }, field);
  return asserted.map(({ operation, state, effectiveAt, until }) => ({
    o: operation,
    s: state,
    e: effectiveAt,
    t: txTime,
    n: intent,
    x: tx,
    l: basis.law,
    b: basis.digest,
    p: person,
    ...(until !== undefined && { u: until }),
    q: 1,
  }));
}

/** The record of a certificate as it is first written. */
export function firstRecord(
  ctx: TransactionContext,
  batch: BatchRecord,
  type: CertificateType,
  leaf: RunLeaf,
  { index, field }: { readonly index: number; readonly field: string },
): LicenseRecord {
  const past = assertedPast(ctx, batch, type, leaf, field);
  const state = past.at(-1)?.s;
  return {
    v: 1,
    b: batch.statement.batch,
    i: index,
    d: leaf.documentRoot,
    m: leaf.documentSm3Root,
    c: leaf.commitment,
    f: leaf.effectiveFrom,
    ...(leaf.effectiveTo !== null && { u: leaf.effectiveTo }),
    ...(leaf.origin !== undefined && { w: leaf.origin }),
    ...(past.length > 0 && { h: [...past] }),
    ...(state !== undefined && { s: state }),
  };
}

/** Writes a certificate version whose keys have been read; from the second version on, the head names it. */
export async function putVersion(
  { state }: TransactionContext,
  { type, issuer }: BatchStatement,
  { serial, version }: Pick<RunLeaf, 'serial' | 'version'>,
  record: LicenseRecord,
): Promise<void> {
  const reference = { type, issuer, serial };
  await state.put(keys.license({ ...reference, version }), record);
  if (version !== FIRST_VERSION) {
    await state.put(keys.head(reference), { v: 1, version } satisfies HeadRecord);
  }
}

/** Writes a run of a batch, once. */
export async function putRun(
  ctx: TransactionContext,
  batch: BatchRecord,
  type: CertificateType,
  { intent, run }: { readonly intent: string; readonly run: Run },
): Promise<void> {
  const { state, tx } = ctx;
  const { statement } = batch;
  const marker = keys.run(statement.batch, run.start);
  const standing = await state.get<RunRecord>(marker);
  if (standing !== undefined) throw alreadyApplied(standing.tx);
  requireWholeRun(statement, run);
  requireRoots(statement, run);
  const fieldOf = (i: number): string => `run.leaves[${i}]`;
  run.leaves.forEach((leaf, i) => {
    requireSerial(type, leaf.serial, fieldOf(i));
    requireOrigin(statement, leaf, fieldOf(i));
    requireValidity(type.validity, statement.kind, leaf, fieldOf(i));
  });
  await requireUnused(state, statement, run, fieldOf);
  for (const [i, leaf] of run.leaves.entries()) {
    const record = firstRecord(ctx, batch, type, leaf, { index: run.start + i, field: fieldOf(i) });
    await putVersion(ctx, statement, leaf, record);
  }
  await state.put(marker, { v: 1, length: run.leaves.length, intent, tx } satisfies RunRecord);
}
