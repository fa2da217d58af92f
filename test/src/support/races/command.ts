import '../quiet.js';
import { parseArgs } from 'node:util';
import { startNetwork } from '@hanlian/network';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedCourse, fabricCourse } from './courses.js';
import { foundOn, race, type Course } from './race.js';

/** Many more pulls at once than a consent allows: `npm run race -- --ledger fabric --pulls 10000 --limit 100`. */
const { values } = parseArgs({
  options: {
    ledger: { type: 'string', default: 'embedded' },
    pulls: { type: 'string', default: '10000' },
    limit: { type: 'string', default: '100' },
    processes: { type: 'string', default: '3' },
  },
});

const count = (name: 'pulls' | 'limit' | 'processes'): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1 on`);
  return value;
};

async function onCourse(course: Course & { close(): Promise<void> }): Promise<void> {
  const [pulls, limit, processes] = [count('pulls'), count('limit'), count('processes')];
  try {
    const { codes, slots, seconds } = await race(await foundOn(course), course, { pulls, limit, processes });
    console.log(`${pulls} pulls from ${processes} processes, ${limit} allowed, ${slots.length} granted`);
    console.log(codes, seconds);
    process.exitCode = codes['VALID'] === limit && slots.length === limit ? 0 : 1;
  } finally {
    await course.close();
  }
}

if (values.ledger === 'fabric') {
  const run = mkdtempSync(join(tmpdir(), 'hanlian-race-'));
  const network = await startNetwork({ run, portOffset: 'free', chaincodes: [] });
  try {
    await onCourse(await fabricCourse(network, 'hanlian'));
  } finally {
    await network.stop({ clean: true });
  }
} else {
  await onCourse(await embeddedCourse());
}
