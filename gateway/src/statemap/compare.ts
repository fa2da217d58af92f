import { rm } from 'node:fs/promises';
import { equalBytes, HanlianError, hexEncode } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { advance, type Followed } from './follow.js';
import { StateMap } from './state-map.js';

const { sha256 } = nodeHashes;

/**
 * What is wrong with a map on disk, beside one made from block 0: its root, or a tile that does not lead to it; undefined
 * when nothing is. A map that was never begun is right.
 */
export async function compareWithFreshMap(folder: string, followed: Followed): Promise<string | undefined> {
  const fresh = `${folder}.check`;
  await rm(fresh, { recursive: true, force: true });
  const old = await StateMap.open(folder, { sha256 });
  const anew = await StateMap.open(fresh, { sha256 });
  try {
    if (old.head.block < 0) return undefined;
    const root = await advance(anew, followed, old.head.block);
    if (!equalBytes(root, old.head.root))
      return `has root ${hexEncode(old.head.root)}, the ledger calls for ${hexEncode(root)}`;
    return await firstOther(old, anew);
  } finally {
    await old.close();
    await anew.close();
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The first tile in which two maps part. */
async function firstOther(old: StateMap, anew: StateMap): Promise<string | undefined> {
  const right = anew.tiles()[Symbol.asyncIterator]();
  try {
    for await (const [path, tile] of old.tiles()) {
      const other = await right.next();
      if (other.done === true || other.value[0] !== path || !equalBytes(other.value[1], tile))
        return `differs from the ledger at tile ${path}`;
    }
    const left = await right.next();
    return left.done === true ? undefined : `lacks tile ${left.value[0]}`;
  } catch (error) {
    if (error instanceof HanlianError) return `cannot be read: ${error.message}`;
    throw error;
  } finally {
    await right.return(undefined);
  }
}
