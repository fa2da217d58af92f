import type { CommittedTransaction, Ledger, Position } from '../ledger/port.js';
import { ReadModel } from './read-model.js';

const BATCH = 2000;

/**
 * Builds a read model anew from block 0 in an empty folder, up to and with the transaction at `last`. The journal is
 * left alone: when blocks were first seen cannot be found out again.
 */
export async function buildReadModel(
  ledger: Ledger,
  folder: string,
  namespace: string,
  last: Position,
): Promise<ReadModel> {
  const model = await ReadModel.open(folder, namespace);
  const stop = new AbortController();
  let batch: CommittedTransaction[] = [];
  if (last.block >= 0) {
    for await (const transaction of ledger.stream(model.position, { signal: stop.signal })) {
      batch.push(transaction);
      const isLast = transaction.block === last.block && transaction.index === last.index;
      if (batch.length < BATCH && !isLast) continue;
      await model.apply(batch);
      batch = [];
      if (isLast) break;
    }
    stop.abort();
  }
  return model;
}
