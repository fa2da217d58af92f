import { resolve } from 'node:path';
import { ConfigError, type Config } from '../config.js';
import { tellRunning } from '../control/client.js';
import { acceptFork } from './accept-fork.js';
import { backup } from './backup.js';
import { addCaller, listCallers, replaceKey } from './callers.js';
import { erase } from './erase.js';
import { fsck } from './fsck.js';
import { rebuild } from './rebuild.js';
import { rebuildLog } from './rebuild-log.js';
import type { Report } from './report.js';
import { restore } from './restore.js';
import { rotateKey } from './rotate-key.js';
import { showConfig } from './show-config.js';

interface Command {
  readonly usage: string;
  readonly arguments: number;
  run(config: Config, ...given: string[]): Promise<Report>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  rebuild: { usage: 'rebuild', arguments: 0, run: rebuild },
  fsck: { usage: 'fsck', arguments: 0, run: fsck },
  backup: { usage: 'backup <folder> <folder for keys>', arguments: 2, run: backup },
  restore: { usage: 'restore <folder> <folder of keys>', arguments: 2, run: restore },
  'accept-fork': { usage: 'accept-fork <number of forks>', arguments: 1, run: acceptFork },
  'rebuild-log': { usage: 'rebuild-log', arguments: 0, run: rebuildLog },
  'rotate-key': {
    usage: 'rotate-key <hub> <log, witness, statements or node>',
    arguments: 2,
    run: rotateKey,
  },
  config: { usage: 'config', arguments: 0, run: showConfig },
  'caller-add': {
    usage: 'caller-add <hub> <role> <id> <department> <officer id> <name>',
    arguments: 6,
    run: addCaller,
  },
  'caller-key': { usage: 'caller-key <hub> <id>', arguments: 2, run: replaceKey },
  'caller-list': { usage: 'caller-list <hub>', arguments: 1, run: listCallers },
  erase: { usage: 'erase <holder type code> <holder code>', arguments: 2, run: erase },
};

/** What a running city does itself when it is told; all else wants it stopped. */
const WHILE_RUNNING: ReadonlySet<string> = new Set(['backup']);

/** Runs one of the operator's commands on the data folder, or has the city that runs there do it. */
export async function runCommand(config: Config, name: string, given: readonly string[]): Promise<Report> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command?.arguments !== given.length) {
    const usages = command === undefined ? Object.values(COMMANDS) : [command];
    throw new ConfigError(`Usage: ${usages.map(({ usage }) => usage).join(' | ')}`);
  }
  // The paths are the operator's, whose working folder the running city does not share.
  const order = { command: name, given: given.map((path) => resolve(path)) };
  const done = WHILE_RUNNING.has(name) ? await tellRunning(config, order) : undefined;
  return done ?? command.run(config, ...given);
}
