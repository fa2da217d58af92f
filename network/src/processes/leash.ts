import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Ties a network's processes to this one. */
export interface Leash {
  /** Lets go, after the network was stopped. */
  release(): Promise<void>;
}

const GUARD = fileURLToPath(new URL('./leash-guard.js', import.meta.url));

/**
 * Starts a guard that holds one end of a pipe. However this process ends, even killed, the pipe closes, and the guard
 * stops the network whose processes would otherwise stay behind.
 */
export function leash(run: string): Leash {
  const guard = spawn(process.execPath, [GUARD, run], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return {
    async release(): Promise<void> {
      const ended = once(guard, 'exit');
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}
