import { loadavg } from 'node:os';
import { fuzz } from './run.js';
import { targets } from './targets.js';

/** npm run fuzz -- [inputs] [seed] [readers whose names hold one of these, by commas] */
const [inputs = '1000000', seed = String(Date.now() % 2 ** 31), names = ''] = process.argv.slice(2);
const STEP = 50_000;

const started = performance.now();
const chosen = (await targets()).filter(({ name }) => names.split(',').some((part) => name.includes(part)));
process.stdout.write(`${inputs} inputs, seed ${seed}: ${chosen.map(({ name }) => name).join(', ')}\n`);
const { taken, slowest } = await fuzz(chosen, Number(inputs), Number(seed), (done) => {
  if (done % STEP === 0) process.stdout.write(`${done}\n`);
});
const seconds = ((performance.now() - started) / 1000).toFixed(0);
process.stdout.write(
  `No crash, and nothing taken that another reader refuses. ${seconds} s, load ${loadavg()[0]?.toFixed(1) ?? '?'}; ` +
    `slowest input ${slowest.toFixed(0)} ms; taken though changed: ${JSON.stringify(taken)}\n`,
);
