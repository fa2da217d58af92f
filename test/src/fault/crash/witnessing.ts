import { writeSync } from 'node:fs';
import { ask, openAt, type Heard } from './witnessed.js';

const STDOUT = 1;

/** Witnesses a log in the folder named on the command line, over a restart, and says each size whose cosignature left. */
const folder = process.argv[2] ?? '';
let last = 0;
for (const sizes of [
  [3, 5],
  [9, 14],
]) {
  const witness = await openAt(folder);
  for (const size of sizes) {
    const status = await ask(witness, 'true', size, last);
    if (status !== 200) throw new Error(`${size} leaves: ${status}`);
    last = size;
    writeSync(STDOUT, `${JSON.stringify({ key: witness.key, size } satisfies Heard)}\n`);
    // What is kept as evidence is among the calls too.
    await ask(witness, 'forked', size, size);
  }
  await witness.close();
}
