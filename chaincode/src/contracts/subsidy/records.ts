import type { ClaimFile, ClaimRecord, ClaimStep, RegistryEvidence, Signed } from '../../domain/index.js';
import { keys } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { TransactionContext } from '../context.js';
import { evidenceOf } from '../evidence.js';

interface ClaimWrite {
  readonly act: ClaimStep['act'];
  readonly commitment: string;
  readonly record: ClaimRecord;
  readonly file: ClaimFile;
  /** What was signed about this claim alone; absent: it stands elsewhere. */
  readonly signed?: Signed;
}

/**
 * What was signed, with the public records it was decided by: the registry keeps of an officer's key only the newest, and
 * what was signed by an older one is verified by nothing else.
 */
export interface Decided<S extends Signed = Signed> {
  readonly salt: string;
  readonly signed: S;
  readonly evidence: RegistryEvidence;
}

/** Keeps what this transaction was handed to decide by. */
export async function putDecided(
  ctx: TransactionContext,
  lending: PrivateRecords,
  key: string,
  signed: Signed,
): Promise<void> {
  await lending.get(key);
  await lending.put(key, { salt: signed.salt, signed, evidence: evidenceOf(ctx) } satisfies Decided);
}

/** Writes a claim's transition. */
export async function putClaim(
  ctx: TransactionContext,
  lending: PrivateRecords,
  id: string,
  { act, commitment, record, file, signed }: ClaimWrite,
): Promise<void> {
  const { state, tx, txTime } = ctx;
  const stepKey = keys.claimStep(id, record.revision);
  const step: ClaimStep = { v: 1, act, state: record.state, commitment, tx, txTime };
  await state.get(stepKey);
  await state.put(stepKey, step);
  if (signed !== undefined) await putDecided(ctx, lending, stepKey, signed);
  await state.put(keys.claim(id), record);
  await lending.put(keys.claim(id), file);
}
