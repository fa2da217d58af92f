import '../quiet.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedCourse } from '../races/courses.js';
import { campaign, type Campaign, type Part } from './campaign.js';
import { LENT } from './plan.js';

/** A city's loans and subsidies: `npm run lending -- --banks 26 --enterprises 76000 --seed 7`. */
const { values } = parseArgs({
  options: {
    banks: { type: 'string', default: '26' },
    enterprises: { type: 'string', default: '76000' },
    seed: { type: 'string', default: '7' },
  },
});

const count = (name: 'banks' | 'enterprises' | 'seed', least: number): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${name} is a whole number from ${least} on`);
};

/** 分 as 元, for people. */
const yuan = (fen: bigint): string =>
  `${(fen / 100n).toLocaleString('en')}.${String(fen % 100n).padStart(2, '0')}`;

const partText = ({ name, count: of, seconds, cpuSeconds }: Part): string =>
  [
    name.padEnd(12),
    String(of).padStart(7),
    `${seconds.toFixed(1)} s`.padStart(10),
    `${(of / seconds).toFixed(1)}/s`.padStart(11),
    `${((1000 * cpuSeconds) / of).toFixed(2)} ms CPU each`.padStart(20),
  ].join(' ');

function report({
  plan,
  parts,
  transactions,
  raced,
  recomputed,
  books,
  missed,
  wronglyRefused,
}: Campaign): void {
  const { lent, granted, paid, refused, left, refusals, differences } = recomputed;
  console.log(`${plan.banks} banks, ${plan.enterprises} enterprises, seed ${plan.seed}`);
  for (const part of parts) console.log(partText(part));
  console.log(`${transactions} transactions, ${raced} of them endorsed anew after another came first`);
  console.log(`lent      ${yuan(lent)} 元 in ${plan.loans.length} loans`);
  console.log(`granted   ${yuan(granted)} 元; paid ${yuan(paid)}; left of the budget ${yuan(left)}`);
  console.log(
    `refused   ${yuan(refused)} 元 in ${refusals} claims; ${plan.doubles.length} doubles were planted`,
  );
  console.log(`missed ${missed}, wrongly refused ${wronglyRefused}, differences ${differences.length}`);
  for (const difference of [...differences, ...books.differences].slice(0, 10)) console.log(difference);
}

const isRight = ({ recomputed, books, missed, wronglyRefused }: Campaign): boolean =>
  recomputed.lent === LENT &&
  recomputed.differences.length + books.differences.length + missed + wronglyRefused === 0 &&
  books.totals.granted === recomputed.granted.toString() &&
  books.totals.left === recomputed.left.toString();

const folder = await mkdtemp(join(tmpdir(), 'hanlian-lending-'));
const course = await embeddedCourse();
try {
  const outcome = await campaign(course, {
    banks: count('banks', 2),
    enterprises: count('enterprises', 10),
    seed: count('seed', 0),
    file: join(folder, 'records.jsonl'),
    hear: (part, done, all) => console.error(`${part}: ${done} of ${all}`),
  });
  report(outcome);
  process.exitCode = isRight(outcome) ? 0 : 1;
} finally {
  await course.close();
  await rm(folder, { recursive: true, force: true });
}
