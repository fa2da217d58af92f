import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Choices } from '@hanlian/gateway/seed/generate';
import { killReleases } from '../sharing/campaign.js';
import { campaign, type StoreReport } from './kill.js';
import { drawFailures, recordMaking, recordWork, troubleIn, troubleInMaking, troubles } from './power.js';

const USAGE =
  'npm run crash -- --kills 3000 [--per-store 10] [--at-once 2] | --syncs 1000 [--requests 100], and [--seed N] | --releases 1000';
const MOST_SEEDS = 2 ** 31;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    'per-store': { type: 'string', default: '10' },
    'at-once': { type: 'string', default: '2' },
    syncs: { type: 'string' },
    releases: { type: 'string' },
    requests: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(1 + randomInt(MOST_SEEDS)) },
  },
});

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof RangeError ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  if (values.releases !== undefined) return releases(whole(values.releases));
  const seed = whole(values.seed);
  if ((values.kills === undefined) === (values.syncs === undefined)) throw new RangeError(USAGE);
  return values.kills === undefined
    ? failPower(seed, whole(values.syncs), whole(values.requests))
    : kill(seed, whole(values.kills), whole(values['per-store']), whole(values['at-once']));
}

/** A provider is killed while it gives data away. */
async function releases(kills: number): Promise<number> {
  const { released, recorded, troubles } = await killReleases(kills);
  for (const trouble of troubles) process.stdout.write(`${trouble}\n`);
  process.stdout.write(
    `${kills} kills: ${released} answers went out, ${recorded} records, ${troubles.length} troubles\n`,
  );
  return troubles.length === 0 ? 0 : 1;
}

function whole(text = ''): number {
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`Each option is a whole number from 1: ${USAGE}`);
  return Number(text);
}

async function kill(seed: number, kills: number, perStore: number, atOnce: number): Promise<number> {
  const stores = Math.ceil(kills / perStore);
  const seconds = stopwatch();
  process.stderr.write(`${stores} stores, ${perStore} kills each; seed ${seed}\n`);
  let done = 0;
  const progress = ({ seed: own, problems, acknowledged, certificates, transactions }: StoreReport): void => {
    const verdict = problems.length === 0 ? 'whole' : problems.join('; ');
    const counts = `${acknowledged} answers heard, ${certificates} certificates, ${transactions ?? 0} transactions`;
    process.stderr.write(`${++done}/${stores} seed ${own}: ${counts}: ${verdict}\n`);
  };
  const reports = await campaign({ stores, kills: perStore, seed, atOnce, progress });
  const total = (of: (report: StoreReport) => number): number =>
    reports.reduce((sum, one) => sum + of(one), 0);
  const troubled = reports.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(
    `${total((one) => one.kills)} kills in ${seconds()} s: ${total((one) => one.acknowledged)} answers heard, ` +
      `${total((one) => one.interrupted)} requests cut off, ${total((one) => one.transactions ?? 0)} transactions, ` +
      `${troubled} of ${stores} stores with problems\n`,
  );
  return troubled === 0 ? 0 : 1;
}

/** At so many syncs, or all there are, of a first start and of a worker's run. */
async function failPower(seed: number, syncs: number, requests: number): Promise<number> {
  const seconds = stopwatch();
  let troubled = 0;
  let failed = 0;
  process.stderr.write(`power failures; seed ${seed}\n`);
  for (const [what, record, look] of [
    ['a first start', recordMaking, troubleInMaking],
    ['work', (folder: string) => recordWork(folder, seed, requests), troubleIn],
  ] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'hanlian-record-'));
    const recording = await record(folder);
    const choices = new Choices(seed);
    const failures = drawFailures(recording, choices, syncs);
    process.stderr.write(`${what}: ${recording.events.length} calls, ${failures.length} power failures\n`);
    for (const { failure, problems } of await troubles(recording, failures, choices, look)) {
      troubled++;
      process.stderr.write(
        `after call ${failure.after}, ${failure.remains} remains: ${problems.join('; ')}\n`,
      );
    }
    failed += failures.length;
    await rm(folder, { recursive: true });
  }
  process.stdout.write(`${failed} power failures in ${seconds()} s, ${troubled} with problems\n`);
  return troubled === 0 ? 0 : 1;
}

function stopwatch(): () => number {
  const began = performance.now();
  return () => Math.round((performance.now() - began) / 1000);
}
