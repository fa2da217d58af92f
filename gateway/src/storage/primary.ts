import type { Closing } from './closing.js';
import { GroupWriter } from './group-writer.js';
import { openStore, type Store } from './store.js';

/** Bytes. */
const WRITE_BUFFER = 32 * 1024 * 1024;

/** Opens a hub's primary data, and the one writer by which many requests share a disk sync. */
export async function openPrimary(
  folder: string,
  closing: Closing,
): Promise<{ readonly store: Store; readonly writer: GroupWriter }> {
  const store = closing.add(await openStore(folder, { writeBufferSize: WRITE_BUFFER }));
  const writer = closing.add(new GroupWriter(store));
  return { store, writer };
}
