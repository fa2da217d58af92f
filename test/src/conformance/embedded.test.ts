import { expect } from 'chai';
import { cases } from './cases/index.js';
import { concurrencyHolds } from './concurrency.js';
import { readFixture } from './fixtures.js';
import { runCase } from './harness.js';
import { embeddedSubject } from './subjects/embedded.js';
import type { Subject } from './types.js';

describe('conformance: the embedded ledger', () => {
  let subject: Subject;

  before(async () => {
    subject = await embeddedSubject();
  });

  after(() => subject.close());

  for (const given of cases) {
    it(`${given.id}: ${given.rule}`, async () => {
      const { recordedOn, ...expected } = await readFixture(given.id);
      expect(await runCase(subject, given), `recorded on ${recordedOn}`).to.deep.equal(expected);
    });
  }

  concurrencyHolds(() => subject);
});
