import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './child.js';
import { inFolder } from './city.js';
import type { Bench } from './row.js';

const CERTIFICATES = 1_000_000;
const SETTLE_MS = 2_000;

/** Takes minutes and gigabytes of disk: `--long` only. */
export const million: Bench = {
  rows: [
    {
      id: 'fill',
      work: 'issue a million certificates',
      workload: 'A hundred batches of 10,000 as above, one after the other, of 100,000 enterprises.',
      unit: '/s',
    },
    {
      id: 'millionMemory',
      work: 'memory with a million certificates',
      workload: 'What the process holds (resident set) two seconds after a start on that folder.',
      unit: 'MB',
      floor: 800,
      goal: 400,
    },
  ],
  run: () =>
    inFolder(async (folder) => {
      const filling = await Child.start('fill-process.js', folder, String(CERTIFICATES));
      await filling.child.stop();
      const { child } = await Child.start('hub-process.js', folder);
      await pause(SETTLE_MS);
      const { rss } = (await child.ask('memory')) as { rss: number };
      await child.stop();
      return { fill: { value: filling.ready as number }, millionMemory: { value: rss / 2 ** 20 } };
    }),
};
