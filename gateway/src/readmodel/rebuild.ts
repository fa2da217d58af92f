import type { CommittedTransaction, Ledger, Position } from '../ledger/port.js';
import { isAt } from '../ledger/position.js';
import type { ReadModel } from './read-model.js';

const BATCH = 2000;

/**
 * Brings a read model, an empty one or one that is behind, up to the transaction at `last`. The journal is left alone:
 * when blocks were first seen cannot be found out again.
 */
export async function catchUp(ledger: Ledger, model: ReadModel, last: Position): Promise<void> {
  if (last.block < 0 || isAt(model.position, last)) return;
  const stop = new AbortController();
  let batch: CommittedTransaction[] = [];
  for await (const transaction of ledger.stream(model.position, { signal: stop.signal })) {
    batch.push(transaction);
    const done = isAt(transaction, last);
    if (batch.length < BATCH && !done) continue;
    await model.apply(batch);
    batch = [];
    if (done) break;
  }
  stop.abort();
}
