// npm run fresh-clone: the first five minutes of someone who has just cloned this, measured. Run it before a release.
// Clones HEAD into an empty folder, starts the hub there, asks it something, stops it with Ctrl-C and starts it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './lib/project.mjs';
import { run, script, UsageError } from './lib/process.mjs';

const second = 1_000;
const startLimit = 300 * second;
const secondStart = 3 * second;
const stopLimit = 15 * second;

// The hubs of the three organisations take this port and the next two.
const hubs = 3;

script(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-fresh-'));
  try {
    await clone(folder);
    const port = await freePorts();
    const first = await visit(folder, port);
    const again = await visit(folder, port);
    if (again.height < first.height)
      throw new UsageError(`Blocks were lost: ${first.height}, then ${again.height}.`);
    console.log(`first start ${seconds(first.took)}, second ${seconds(again.took)}, height ${again.height}`);
    if (again.took > secondStart)
      throw new UsageError(`The second start must take ${seconds(secondStart)} at most.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function clone(folder) {
  const { code, output } = await run('git', [
    'clone',
    '--quiet',
    '--no-hardlinks',
    root,
    join(folder, 'clone'),
  ]);
  if (code !== 0) throw new UsageError(output);
}

/** Finds ports that nothing listens on, so that the hub that answers is the one started here. */
async function freePorts() {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: hubs }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer()
      .once('error', () => done(false))
      .listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });

/** Starts the hub, asks it something, and stops it as Ctrl-C would. */
async function visit(folder, port) {
  const started = Date.now();
  // Like a terminal: a process group of its own, which Ctrl-C reaches as a whole.
  const npm = spawn('npm', ['start'], {
    cwd: join(folder, 'clone'),
    env: strangersEnvironment(folder, port),
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const height = await untilReady(npm, port, started + startLimit);
    const took = Date.now() - started;
    await askForTypes(folder, port);
    await stop(npm);
    return { took, height };
  } finally {
    endGroup(npm);
  }
}

// Nothing of this run's npm and nothing of this repository's node_modules.
function strangersEnvironment(folder, port) {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|HANLIAN_|NODE_|INIT_CWD$)/i.test(name));
  const path = process.env.PATH.split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    ...Object.fromEntries(own),
    PATH: path.join(delimiter),
    HANLIAN_DATA: join(folder, 'data'),
    HANLIAN_PORT: String(port),
  };
}

async function untilReady(npm, port, deadline) {
  while (Date.now() < deadline) {
    if (npm.exitCode !== null) throw new UsageError(`npm start ended with code ${npm.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return (await answer.json()).height;
    await pause(50);
  }
  throw new UsageError('The hub was not ready in time.');
}

// A hub is ready a moment before the file says where: the first caller is the bureau's, at the first port.
async function askForTypes(folder, port) {
  const [caller] = JSON.parse(readFileSync(join(folder, 'data', 'sample-callers.json'), 'utf8'));
  const answer = await fetch(`http://127.0.0.1:${port}/v1/types`, {
    headers: { authorization: `Bearer ${caller.key}` },
  });
  if (answer.status !== 200)
    throw new UsageError(`GET /v1/types answered ${answer.status}: ${await answer.text()}`);
}

async function stop(npm) {
  const ended = once(npm, 'exit');
  process.kill(-npm.pid, 'SIGINT');
  const [code] = await Promise.race([ended, pause(stopLimit, ['still running'], { ref: false })]);
  if (code !== 0) throw new UsageError(`Ctrl-C: expected a clean end, got ${code}.`);
}

function endGroup(npm) {
  try {
    process.kill(-npm.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ESRCH: nothing is left of the group
  }
}

const seconds = (milliseconds) => `${(milliseconds / second).toFixed(1)} s`;
