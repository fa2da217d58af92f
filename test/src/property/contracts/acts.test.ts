import { expect } from 'chai';
import fc from 'fast-check';
import {
  keys,
  LIFECYCLE,
  schemas,
  stateOf,
  type LicenseView,
  type Operation,
  type StateAnswer,
} from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import { city, DAY, MARKET, NOW, PERMIT } from '../../support/contracts/city.js';
import { Refusal } from '../../support/contracts/ledger.js';

const operations = (Object.keys(LIFECYCLE) as Operation[]).filter(
  (name) => name !== 'amend' && name !== 'renew',
);

const PARTICULARS: Partial<Record<Operation, object>> = {
  transferOut: { destination: '430100' },
  confirmTransferOut: { receipt: 'A'.repeat(43) },
  inspect: { passed: true },
  other: { description: 'A'.repeat(43) },
};

const step = fc.record({
  operation: fc.constantFrom(...operations),
  effectiveAt: fc.integer({ min: NOW - 5 * DAY, max: NOW + 5 * DAY }),
  clock: fc.integer({ min: -1000, max: 1000 }),
});

const REFUSALS = ['ILLEGAL_TRANSITION', 'EFFECTIVE_BEFORE_LAST', 'EFFECTIVE_TOO_LATE', 'TXTIME_TOO_OLD'];

describe('property: acts on the ledger', () => {
  it('keep a record that agrees with the life cycle, whatever is tried', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const here = await city();
        const leaf = makeLeaf({ effectiveFrom: NOW - 3 * DAY });
        await here.clerk('openBatch', openRequest(seal([leaf])));
        const license = { type: PERMIT, issuer: MARKET, serial: leaf.serial, version: '001' };
        const done: Operation[] = [];
        for (const { operation, effectiveAt, clock } of steps) {
          here.now = NOW + clock;
          const more = { expectedRevision: done.length, effectiveAt, ...PARTICULARS[operation] };
          try {
            const { answer } = await here.clerk(operation, actOn(operation, license, more));
            expect(answer.state).to.equal(LIFECYCLE[operation].to);
            done.push(operation);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(error.error?.code).to.be.oneOf(REFUSALS);
          }
        }
        const record = schemas.licenseRecord.parse(here.ledger.record(keys.license(license)));
        const { transitions, revision } = await here.read<LicenseView>('license:get', license);
        expect(transitions.map(({ o }) => o)).to.deep.equal(done);
        expect([revision, record.r ?? 0]).to.deep.equal([done.length, done.length]);
        expect(record.s).to.equal(transitions.at(-1)?.s);
        for (const effectiveAt of [NOW - 4 * DAY, NOW - DAY, NOW, NOW + 6 * DAY]) {
          const answer = await here.read<StateAnswer>('license:stateAt', { ...license, effectiveAt });
          expect(answer).to.deep.include(stateOf(record, transitions, effectiveAt));
        }
      }),
      { numRuns: 60 },
    );
  });
});
