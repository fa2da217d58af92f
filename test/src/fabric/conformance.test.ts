import { expect } from 'chai';
import { cases } from '../conformance/cases/index.js';
import { concurrencyHolds } from '../conformance/concurrency.js';
import { readFixture } from '../conformance/fixtures.js';
import { runCase } from '../conformance/harness.js';
import { fabricSubject } from '../conformance/subjects/fabric.js';
import type { Subject } from '../conformance/types.js';
import { sharedNetwork } from './shared-network.js';

describe('conformance: Hyperledger Fabric', () => {
  let subject: Subject;

  before(async () => {
    subject = await fabricSubject(await sharedNetwork());
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
