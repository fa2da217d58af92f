import { pino } from 'pino';
import { readConfig, type Config } from './config.js';
import { Closing } from './storage/closing.js';

// Fabric's libraries read this when they are loaded, which is why everything else is imported below.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'error';

const SECOND = 1000;
const LONGEST_STOP = 30 * SECOND;

async function main(): Promise<void> {
  const began = performance.now();
  const closing = new Closing();
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    if (stopping !== undefined) return;
    stopping = closing.close().then(() => process.exit(), fail);
    // Whatever was acknowledged is on disk already: a part that hangs must not keep the process.
    setTimeout(() => {
      process.stderr.write(`Not all was closed within ${LONGEST_STOP / SECOND} s; ended all the same.\n`);
      process.exit(1);
    }, LONGEST_STOP).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Fabric's loggers would swallow it and go on; a hub in a state nobody foresaw must not.
  process.on('uncaughtException', (error) => void fail(error));
  try {
    const config = readConfig(process.env);
    const [command, ...given] = process.argv.slice(2);
    if (command !== undefined) {
      await run(config, command, given);
      return;
    }
    const { start } = await import('./start.js');
    const text = await start(config, pino({}, pino.destination({ dest: 2, sync: false })), closing);
    const took = ((performance.now() - began) / SECOND).toFixed(1);
    process.stdout.write(`${text}\nReady in ${took} s. Ctrl-C stops.\n`);
  } catch (error) {
    // Ctrl-C while starting: what was cut short is no fault.
    if (stopping !== undefined) return;
    await closing.close().catch(() => undefined);
    await fail(error);
  }
}

async function run(config: Config, command: string, given: readonly string[]): Promise<void> {
  const { runCommand } = await import('./commands/index.js');
  const { lines, ok } = await runCommand(config, command, given);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = ok ? 0 : 1;
}

async function fail(error: unknown): Promise<never> {
  const { explain } = await import('./start-text.js');
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

await main();
