import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { inFolder } from './city.js';
import { Visitor } from './demo/client.js';
import { residentOf } from './resident.js';
import type { Bench, Figure } from './row.js';
import { clerkIn, issueOf } from './sample.js';

const MAIN = fileURLToPath(import.meta.resolve('@hanlian/gateway/main'));
const LONGEST_START_MS = 60_000;
/** Garbage of the start is gone by then. */
const SETTLE_MS = 2_000;

/** The city in a box, as `npm start` runs it once all is installed and built. */
export const start: Bench = {
  rows: [
    {
      id: 'coldStart',
      work: 'cold start to the first verified certificate',
      workload:
        'From the start of the process on an empty folder: keys, authorities and stores made, the sample city registered, some 300 certificates issued and brought to every state, three doors opened, one more certificate issued over HTTP and verified.',
      unit: 's',
      floor: 10,
      goal: 3,
    },
    {
      id: 'secondStart',
      work: 'second start to the first verified certificate',
      workload: 'The same process on the same folder again: stores opened and checked, nothing seeded.',
      unit: 's',
      floor: 3,
      goal: 3,
    },
    {
      id: 'memory',
      work: 'memory of the sample city',
      workload: 'What the process holds (resident set) two seconds after the second start.',
      unit: 'MB',
      floor: 250,
      goal: 150,
    },
  ],
  run: () =>
    inFolder(async (folder) => {
      const coldStart = await startOnce(folder, () => Promise.resolve());
      let memory: Figure = { value: 0 };
      const secondStart = await startOnce(folder, async (pid) => {
        await pause(SETTLE_MS);
        memory = { value: (await residentOf(pid)).all };
      });
      return { coldStart, secondStart, memory };
    }),
};

/** Starts the city, has a certificate issued and verified, and stops it. */
async function startOnce(folder: string, after: (pid: number) => Promise<void>): Promise<Figure> {
  const started = performance.now();
  const city = spawn(process.execPath, [...process.execArgv, MAIN], {
    env: { ...process.env, HANLIAN_DATA: folder, HANLIAN_PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await ready(city);
    await issueAndVerify(folder);
    const value = (performance.now() - started) / 1000;
    await after(city.pid ?? 0);
    return { value };
  } finally {
    const ended = new Promise((resolve) => city.once('exit', resolve));
    city.kill('SIGTERM');
    await ended;
  }
}

/** Waits for what the city prints once it serves. */
function ready(city: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error('The city does not start')), LONGEST_START_MS);
    city.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('Ready in')) return;
      clearTimeout(late);
      resolve();
    });
    city.once('error', reject);
  });
}

async function issueAndVerify(folder: string): Promise<void> {
  const { url, key } = await clerkIn(folder);
  const issued = await new Visitor(url, key).post('/v1/licenses', issueOf(1), randomUUID());
  const [certificate] = issued.body.certificates as [{ id: string }];
  const { body } = await new Visitor(url).post('/v1/verifications', { id: certificate.id });
  if (body.verdict !== 'VALID') throw new Error(`The certificate is ${String(body.verdict)}`);
}
