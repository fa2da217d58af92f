/**
 * The guard of a leash: a process that waits until the one that started it is gone, and then stops its network.
 * Arguments: the network's run folder.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';

import { Layout } from '../layout.js';
import { exclusively, StateFile } from './state.js';
import { Supervisor } from './supervisor.js';

const [, , run] = process.argv;
if (run === undefined) throw new Error('the run folder is missing');

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

await once(process.stdin.resume(), 'end');

const layout = new Layout(run);
const supervisor = new Supervisor(layout, new StateFile(layout));
if (existsSync(run)) await exclusively(layout, () => supervisor.stop(), true);
