import { startProbeNetwork } from '../fabric/probe-network.js';
import { cases } from './cases/index.js';
import { writeFixture } from './fixtures.js';
import { runCase } from './harness.js';
import { fabricSubject } from './subjects/fabric.js';

/** Runs the cases on a real network and writes their normal forms: `node test/dist/conformance/record.js [case…]`. */
const wanted = new Set(process.argv.slice(2));
const network = await startProbeNetwork();
try {
  const subject = await fabricSubject(network);
  for (const given of cases) {
    if (wanted.size > 0 && !wanted.has(given.id)) continue;
    await writeFixture(await runCase(subject, given), subject.name);
    console.log(given.id);
  }
  await subject.close();
} finally {
  await network.stop({ clean: true });
}
