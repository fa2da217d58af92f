import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ConfigError, type Config } from '../config.js';
import { socketPath, type Order, type Outcome } from './socket.js';

type Done = Exclude<Outcome, { refused: string }>;

/** Nobody listens: there is no socket, or one that a killed process left behind. */
const NOBODY: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

/**
 * Has the process that runs these hubs do something; undefined when none runs.
 *
 * @throws {ConfigError} what it refused, in its words
 */
export async function tellRunning(config: Config, order: Order): Promise<Done | undefined> {
  const path = socketPath(config);
  if (path === undefined) return undefined;
  const answer = await exchange(path, JSON.stringify(order));
  if (answer === undefined) return undefined;
  if (answer === '')
    throw new ConfigError(`The running city ended before it had done this: ${order.command}`);
  const outcome = JSON.parse(answer) as Outcome;
  if ('refused' in outcome) throw new ConfigError(outcome.refused);
  return outcome;
}

async function exchange(path: string, order: string): Promise<string | undefined> {
  const socket = connect({ path, allowHalfOpen: true });
  socket.end(order);
  try {
    return await text(socket);
  } catch (error) {
    if (NOBODY.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}
