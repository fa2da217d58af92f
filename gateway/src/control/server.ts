import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ConfigError, type Config } from '../config.js';
import type { Closable } from '../storage/closing.js';
import { socketPath, type Outcome } from './socket.js';

/** What the operator may have a running process do, by the command's name; gives lines for people. */
export type Orders = Readonly<Record<string, (...given: string[]) => Promise<readonly string[]>>>;

const order = z.strictObject({ command: z.string(), given: z.array(z.string()).max(8) });
const OWNER_ONLY = 0o600;

/**
 * Listens for the operator's orders on a socket that only the owner of the data folder can open: whoever can reach it can
 * read all data anyway, so it asks for no key. The stores of these hubs are open, so no other process listens there.
 */
export async function listenForOrders(config: Config, orders: Orders): Promise<Closable> {
  const path = socketPath(config);
  if (path === undefined) return { close: () => Promise.resolve() };
  // What a process that was killed left behind.
  await rm(path, { force: true });
  const atWork = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const answering = answer(socket, orders).finally(() => atWork.delete(answering));
    atWork.add(answering);
  });
  const listener = {
    close: async (): Promise<void> => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(atWork);
      await closed;
    },
  };
  await listening(server, path);
  try {
    await chmod(path, OWNER_ONLY);
  } catch (error) {
    await listener.close();
    throw error;
  }
  return listener;
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });

async function answer(socket: Socket, orders: Orders): Promise<void> {
  // Whoever gave the order and went away hears no more of it; it is carried out all the same.
  socket.on('error', () => socket.destroy());
  const outcome = await carriedOut(socket, orders);
  socket.end(JSON.stringify(outcome));
}

async function carriedOut(socket: Socket, orders: Orders): Promise<Outcome> {
  try {
    const { command, given } = order.parse(JSON.parse(await text(socket)));
    const run = Object.hasOwn(orders, command) ? orders[command] : undefined;
    if (run === undefined) throw new ConfigError(`A running city does not ${command}; stop it first`);
    return { lines: await run(...given), ok: true };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
