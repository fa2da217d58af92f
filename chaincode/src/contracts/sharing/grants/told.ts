import type { Grant, GrantRefusal, GrantWritten } from '../../../domain/index.js';
import { keys } from '../../../domain/index.js';
import type { TransactionContext } from '../../context.js';
import type { Outcome } from '../../operation.js';
import { recordTold } from '../told.js';

/** Writes a grant, and tells what came of it. */
export async function putGrant(
  { state }: TransactionContext,
  record: Grant,
  refusal?: GrantRefusal,
): Promise<Outcome> {
  const key = keys.grant(record.id);
  await state.put(key, record);
  const { id, revision, tx, intent, waiting } = record;
  return {
    answer: {
      v: 1,
      id,
      revision,
      state: record.state,
      ...(refusal !== undefined && { refusal }),
      ...(waiting !== null && { due: waiting.due }),
      tx,
      intent,
    } satisfies GrantWritten,
    event: recordTold(key, record),
  };
}
