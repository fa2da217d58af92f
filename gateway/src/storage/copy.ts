import type { Snapshot } from 'classic-level';
import { openStore, type Change, type Store } from './store.js';

const BATCH = 5000;

/** Copies a store as a snapshot shows it into a new folder; the store may be written meanwhile. On disk when this returns. */
export async function copyStore(store: Store, folder: string, snapshot: Snapshot): Promise<number> {
  const copy = await openStore(folder);
  let copied = 0;
  let changes: Change[] = [];
  const flush = async (): Promise<void> => {
    copied += changes.length;
    await copy.batch(changes, { sync: true });
    changes = [];
  };
  try {
    for await (const [key, value] of store.iterator({ snapshot })) {
      changes.push({ type: 'put', key, value });
      if (changes.length >= BATCH) await flush();
    }
    await flush();
    return copied;
  } finally {
    await copy.close();
  }
}
