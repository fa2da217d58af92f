import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { campaign, type StoreReport } from './kill.js';

const USAGE = 'npm run crash -- [--kills 3000] [--per-store 10] [--seed N] [--at-once 2]';
const MOST_SEEDS = 2 ** 31;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    'per-store': { type: 'string', default: '10' },
    'at-once': { type: 'string', default: '2' },
    seed: { type: 'string', default: String(randomInt(MOST_SEEDS)) },
  },
});
const [kills = 0, perStore = 0, atOnce = 0, seed = 0] = [
  values.kills,
  values['per-store'],
  values['at-once'],
  values.seed,
].map((text) => (/^\d+$/.test(text) ? Number(text) : 0));

if (kills === 0 || perStore === 0 || atOnce === 0) {
  process.stderr.write(`Each option is a whole number from 1: ${USAGE}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await run();
}

async function run(): Promise<number> {
  const stores = Math.ceil(kills / perStore);
  const began = performance.now();
  process.stderr.write(`${stores} stores, ${perStore} kills each; seed ${seed}\n`);
  let done = 0;
  const progress = (report: StoreReport): void => {
    const { problems, acknowledged, certificates, transactions } = report;
    const verdict = problems.length === 0 ? 'whole' : problems.join('; ');
    const counts = `${acknowledged} answers heard, ${certificates} certificates, ${transactions} transactions`;
    process.stderr.write(`${++done}/${stores} seed ${report.seed}: ${counts}: ${verdict}\n`);
  };
  const reports = await campaign({ stores, kills: perStore, seed, atOnce, progress });
  const troubled = reports.filter(({ problems }) => problems.length > 0);
  const total = (of: (report: StoreReport) => number): number =>
    reports.reduce((sum, one) => sum + of(one), 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(
    `${total((one) => one.kills)} kills in ${seconds} s: ${total((one) => one.acknowledged)} answers heard, ` +
      `${total((one) => one.interrupted)} requests cut off, ${total((one) => one.transactions)} transactions, ` +
      `${troubled.length} of ${stores} stores with problems\n`,
  );
  return troubled.length === 0 ? 0 : 1;
}
