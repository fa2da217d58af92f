import { rename, rm } from 'node:fs/promises';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { CHAINCODE } from '../places.js';
import type { Ledger } from '../ledger/port.js';
import { mapFolder } from '../log/index.js';
import { PublishedLog } from '../log/published.js';
import type { ReadModel } from '../readmodel/read-model.js';
import { advanceThrough } from '../statemap/follow.js';
import { RETAIN, StateMap } from '../statemap/state-map.js';

/**
 * Makes a hub's state map anew from block 0, by way of the checkpoints that its read model knows of: whoever holds one can
 * have proofs under it again. Says for how many.
 */
export async function rebuildMap(hubFolder: string, ledger: Ledger, model: ReadModel): Promise<string> {
  const folder = mapFolder(hubFolder);
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  const published = await new PublishedLog(model).blocksAfter(-1, RETAIN);
  const map = await StateMap.open(fresh, { sha256: nodeHashes.sha256 });
  try {
    const last = published.at(-1);
    if (last !== undefined) {
      await advanceThrough(map, { ledger, namespace: CHAINCODE }, published, last);
    }
  } finally {
    await map.close();
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return `the state map was made anew, with proofs for ${published.length} checkpoints`;
}
