import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { newFolder, removeFolder } from '../folders.js';
import { fuzz } from './campaign.js';
import { openTarget } from './target.js';
import { schemathesis } from './tool.js';

/** npm run fuzz:http -- [--requests 100000] [--seed 1]: rounds of new seeds until so many requests were answered. */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const EXAMPLES = 50;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

const program = await schemathesis();
const folder = await newFolder();
const target = await openTarget(folder);
const started = performance.now();
let seed = Number(values.seed);
let ok = true;
let counts = await target.counted();
while (ok && sum(counts) < Number(values.requests)) {
  const findings = await fuzz(program, target, { folder, examples: EXAMPLES, seed });
  ({ ok } = findings);
  counts = await target.counted();
  say(`seed ${seed++}: ${ok ? 'nothing found' : findings.report}; ${sum(counts)} requests so far`);
}
await target.stop();
await removeFolder(folder);
const faults = [...counts].filter(([status]) => status.startsWith('5'));
const seconds = ((performance.now() - started) / 1000).toFixed(0);
say(`${sum(counts)} requests answered in ${seconds} s at load ${loadavg()[0]!.toFixed(1)}, by status:`);
say(JSON.stringify(Object.fromEntries([...counts].sort())));
process.exitCode = ok && faults.length === 0 ? 0 : 1;
