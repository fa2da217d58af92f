import { cases } from './cases/index.js';
import { writeFixture } from './fixtures.js';
import { runCase } from './harness.js';
import { embeddedSubject } from './subjects/embedded.js';

/** Runs every case and writes its normal form: `node test/dist/conformance/record.js [case…]`. */
const wanted = new Set(process.argv.slice(2));
const subject = await embeddedSubject();
try {
  for (const given of cases) {
    if (wanted.size > 0 && !wanted.has(given.id)) continue;
    await writeFixture(await runCase(subject, given), subject.name);
    console.log(given.id);
  }
} finally {
  await subject.close();
}
