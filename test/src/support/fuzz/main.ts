import { loadavg } from 'node:os';
import { fuzz } from './run.js';
import { targets } from './targets.js';

/** npm run fuzz -- [inputs] [seed] */
const [inputs = '1000000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const STEP = 50_000;

const started = performance.now();
process.stdout.write(`${inputs} inputs, seed ${seed}\n`);
const { taken, slowest } = await fuzz(await targets(), Number(inputs), Number(seed), (done) => {
  if (done % STEP === 0) process.stdout.write(`${done}\n`);
});
const seconds = ((performance.now() - started) / 1000).toFixed(0);
process.stdout.write(
  `No crash, and nothing taken that another reader refuses. ${seconds} s, load ${loadavg()[0]?.toFixed(1) ?? '?'}; ` +
    `slowest input ${slowest.toFixed(0)} ms; taken though changed: ${JSON.stringify(taken)}\n`,
);
