import { setTimeout as pause } from 'node:timers/promises';
import type { common } from '@hyperledger/fabric-protos';
import type { Peer } from './peers.js';

const RETRY_MS = 250;

/** A peer's blocks from a number on, then new ones as they come. Ends with an error, at the latest when aborted. */
async function* blocksOf(
  peer: Peer,
  from: number,
  { signal, deadline }: { signal?: AbortSignal; deadline?: number } = {},
): AsyncGenerator<common.Block, void> {
  const request = peer.network.newBlockEventsRequest({ startBlock: BigInt(from) });
  const blocks = await request.getEvents(deadline === undefined ? {} : { deadline });
  const close = (): void => blocks.close();
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted) close();
  try {
    yield* blocks;
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

/** One block, by its number. */
export async function blockAt(
  peer: Peer,
  number: number,
  options: { deadline: number },
): Promise<common.Block> {
  for await (const block of blocksOf(peer, number, options)) return block;
  throw new Error(`${peer.name} gave no block ${number}`);
}

/**
 * Blocks from a number on, until aborted. When a peer goes away it goes on at the next one, or at the same one once it
 * is back, from the block it had got to: nothing is missed and nothing comes twice.
 */
export async function* blocksFrom(
  peers: readonly Peer[],
  from: number,
  signal: AbortSignal,
): AsyncGenerator<common.Block, void> {
  let next = from;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const peer = peers[turn % peers.length];
    if (peer === undefined) return;
    try {
      for await (const block of blocksOf(peer, next, { signal })) {
        yield block;
        next += 1;
      }
    } catch {
      // Whatever ended it, the next turn begins where this one stopped.
    }
    await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
