import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './child.js';
import { inFolder } from './city.js';
import { residentOf } from './resident.js';
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
    {
      id: 'millionOwn',
      work: 'of that, its own',
      workload: 'Anonymous memory: what the system cannot take back.',
      unit: 'MB',
    },
    {
      id: 'millionMapped',
      work: 'of that, files',
      workload:
        'Pages of LevelDB’s tables and of the program, which the system takes back when it needs them.',
      unit: 'MB',
    },
  ],
  run: () =>
    inFolder(async (folder) => {
      const filling = await Child.start('fill-process.js', folder, String(CERTIFICATES));
      await filling.child.stop();
      const { child } = await Child.start('hub-process.js', folder);
      await pause(SETTLE_MS);
      const { all, own, mapped } = await residentOf(child.pid);
      await child.stop();
      return {
        fill: { value: filling.ready as number },
        millionMemory: { value: all },
        millionOwn: { value: own },
        millionMapped: { value: mapped },
      };
    }),
};
