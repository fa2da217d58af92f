import { setTimeout as pause } from 'node:timers/promises';
import { HanlianError } from '@hanlian/chaincode/domain';

const LONGEST_WAIT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/**
 * A checkpoint is being made, or has been signed by the others before this hub's own map has come to it; or this hub, just
 * started, has not seen one yet that enough have signed.
 */
const COMES: ReadonlySet<string> = new Set(['LOG_PENDING', 'MAP_CHECKPOINT_UNKNOWN', 'CHECKPOINT_UNKNOWN']);

/** Does what rests on the newest checkpoint, waiting for it for a bounded time. @throws {HanlianError} LOG_PENDING */
export async function whenProven<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HanlianError) || !COMES.has(error.code)) throw error;
      if (performance.now() >= giveUpAt) throw new HanlianError('LOG_PENDING', error.message);
      await pause(LOOK_EVERY_MS);
    }
  }
}
