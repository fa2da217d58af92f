import type { Ledger } from '../ledger/port.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import { Journal } from './journal.js';
import { Projector } from './projector.js';
import { ReadModel } from './read-model.js';

/** A hub's index, and what fills it. */
export interface Index {
  readonly model: ReadModel;
  readonly journal: Journal;
  readonly projector: Projector;
  /**
   * Returns once the index has what this organisation's peer has. Other hubs write too, and nobody may be told a state
   * that has changed.
   */
  readonly caughtUp: () => Promise<void>;
}

/** Opens a hub's index and begins to carry the ledger into it. */
export async function openIndex(
  {
    folder,
    chaincode,
    ledger,
    store,
    writer,
    clock,
  }: {
    readonly folder: string;
    /** Whose records it holds. */
    readonly chaincode: string;
    readonly ledger: Ledger;
    readonly store: Store;
    readonly writer: GroupWriter;
    /** Milliseconds since 1970. */
    readonly clock: () => number;
  },
  closing: Closing,
): Promise<Index> {
  const model = closing.add(await ReadModel.open(folder, chaincode));
  const journal = await Journal.open(store, writer, clock);
  await journal.noteUpTo(model.position.block);
  const projector = closing.add(new Projector(ledger, model, journal));
  projector.start();
  return { model, journal, projector, caughtUp: async () => projector.reached(await ledger.latest()) };
}
