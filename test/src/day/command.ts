import '../support/quiet.js';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { WRONGS } from '../support/planted.js';
import { tellDay, type DayOutcome } from './day.js';
import { LEAST_OFFICES } from './offices.js';

const USAGE =
  'npm run day -- [--queries 150000] [--departments 50] [--resources 1300] [--grants 2000] [--wrongs 10] [--seed N]';
const MOST_SEEDS = 2 ** 31;
const SUBJECTS = 20_000;

const { values } = parseArgs({
  options: {
    queries: { type: 'string', default: '150000' },
    departments: { type: 'string', default: '50' },
    resources: { type: 'string', default: '1300' },
    grants: { type: 'string', default: '2000' },
    wrongs: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(1 + randomInt(MOST_SEEDS)) },
  },
});

function whole(name: Exclude<keyof typeof values, undefined>): number {
  const text = values[name];
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`--${name} is a whole number from 1: ${USAGE}`);
  return Number(text);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function tell({ traffic, report, seconds, megabytes, unexpected, missed }: DayOutcome): void {
  const { released, refused, planted, before } = traffic;
  const queries = released + refused - before;
  const { requests, releases, refusals, onward, acknowledgements, chains } = report.counts;
  const records = requests + releases + refusals + onward;
  const lines = [
    `${queries} queries in ${traffic.seconds.toFixed(0)} s, ${(queries / traffic.seconds).toFixed(0)}/s, ` +
      `${((1000 * traffic.cpuSeconds) / queries).toFixed(2)} ms of CPU each: ${released} released, ${refused} refused`,
    `audit of ${records} records and ${acknowledgements} acknowledgements in ${chains} chains: ${seconds.toFixed(0)} s, ` +
      `${((records + acknowledgements) / seconds).toFixed(0)} receipts/s, at most ${megabytes.toFixed(0)} MB`,
    `${traffic.products} products handed on`,
    ...WRONGS.map((wrong) => {
      const own = planted.filter((one) => one.wrong === wrong);
      return `${wrong}: ${own.length - missed.filter((one) => one.wrong === wrong).length} of ${own.length} found`;
    }),
    `${report.violations.length} violations reported, of which nobody planted ${unexpected.length}`,
    ...[...missed, ...unexpected].map((each) => JSON.stringify(each)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  const seed = whole('seed');
  say(`seed ${seed}`);
  const size = {
    queries: whole('queries'),
    departments: whole('departments'),
    resources: whole('resources'),
    grants: whole('grants'),
    subjects: SUBJECTS,
    wrongs: whole('wrongs'),
  };
  if (size.departments < LEAST_OFFICES) {
    throw new RangeError(`--departments is at least ${LEAST_OFFICES}: ${USAGE}`);
  }
  const outcome = await tellDay(size, seed, say);
  tell(outcome);
  process.exitCode = outcome.missed.length + outcome.unexpected.length === 0 ? 0 : 1;
} catch (error) {
  say(error instanceof RangeError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 2;
}
