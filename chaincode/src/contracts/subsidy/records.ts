import type { ClaimFile, ClaimRecord, ClaimStep, Signed } from '../../domain/index.js';
import { keys } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { TransactionContext } from '../context.js';

interface ClaimWrite {
  readonly act: ClaimStep['act'];
  readonly commitment: string;
  readonly record: ClaimRecord;
  readonly file: ClaimFile;
  /** What was signed about this claim alone; absent: it stands elsewhere. */
  readonly signed?: Signed;
}

/** Writes a claim's transition. */
export async function putClaim(
  { state, tx, txTime }: TransactionContext,
  lending: PrivateRecords,
  id: string,
  { act, commitment, record, file, signed }: ClaimWrite,
): Promise<void> {
  const stepKey = keys.claimStep(id, record.revision);
  const step: ClaimStep = { v: 1, act, state: record.state, commitment, tx, txTime };
  await state.get(stepKey);
  await state.put(stepKey, step);
  if (signed !== undefined) {
    await lending.get(stepKey);
    await lending.put(stepKey, signed);
  }
  await state.put(keys.claim(id), record);
  await lending.put(keys.claim(id), file);
}
