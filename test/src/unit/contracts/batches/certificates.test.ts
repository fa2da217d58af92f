import { expect } from 'chai';
import { generateCitizenNumber, type RunLeaf } from '@hanlian/chaincode/domain';
import {
  fiveYears,
  makeLeaf,
  openRequest,
  randomSerial,
  issueOne,
  seal,
  type Sealed,
} from '../../../support/contracts/batches.js';
import {
  city,
  City,
  DAY,
  HOUSING,
  LICENCE,
  NOW,
  PERMIT,
  QUALIFICATION,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { random32 } from '../../../support/contracts/people.js';

describe('contracts: what certificates of a batch are given', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  describe('serials', () => {
    it('are used once, in all versions, whoever draws them', async () => {
      const leaf = makeLeaf();
      await issueOne(here, leaf);
      const again = await refusalOf(issueOne(here, makeLeaf({ serial: leaf.serial })));
      expect(again.code).to.equal('SERIAL_TAKEN');
      expect(again.details).to.deep.equal({ field: 'run.leaves[0].serial' });
      // The same serial of another issuer or type is another certificate.
      await issueOne(here, makeLeaf({ serial: leaf.serial }), { issuer: HOUSING });
    });

    it('are refused twice in one run', async () => {
      const { serial } = makeLeaf();
      const sealed = seal([makeLeaf(), makeLeaf({ serial }), makeLeaf({ serial })]);
      const refused = await refusalOf(here.clerk('openBatch', openRequest(sealed)));
      expect(refused.code).to.equal('SERIAL_TAKEN');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[2].serial' });
    });

    const withPrefix = (sealed: Sealed, serialPrefix: string): object =>
      openRequest(sealed, { run: { ...sealed.runs[0], serialPrefix } });

    it('under a drawn prefix are proven absent by one read', async () => {
      const prefix = randomSerial(20);
      const drawn = (): Sealed =>
        seal(Array.from({ length: 100 }, (_, i) => makeLeaf({ serial: `${prefix}${String(i + 100)}` })));
      const first = await here.clerk('openBatch', withPrefix(drawn(), prefix));
      expect(first.answer.count).to.equal(100);
      expect(first.reads).to.be.below(10);
      const given = await here.clerk('openBatch', openRequest(seal([makeLeaf(), makeLeaf()])));
      expect(given.reads).to.be.above(first.reads);
      const second = await refusalOf(here.clerk('openBatch', withPrefix(drawn(), prefix)));
      expect(second.code).to.equal('SERIAL_TAKEN');
      expect(second.details).to.deep.equal({ field: 'run.serialPrefix' });
    });

    it('all begin with the prefix they are said to share', async () => {
      const prefix = randomSerial(20);
      const sealed = seal([makeLeaf({ serial: `${prefix}1` }), makeLeaf()]);
      const refused = await refusalOf(here.clerk('openBatch', withPrefix(sealed, prefix)));
      expect(refused.code).to.equal('FIELD_INVALID');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[1].serial', expected: prefix });
    });

    const person = generateCitizenNumber({ region: '420102', birthDate: '1987-06-05', sequence: '017' });

    it('are no citizen number, nor hold one, nor stand in the refusal', async () => {
      for (const serial of [person, `A${person}B`]) {
        const refused = await refusalOf(issueOne(here, makeLeaf({ serial })));
        expect(refused.code).to.equal('SERIAL_IS_CITIZEN_NUMBER');
        expect(refused.details).to.deep.equal({ field: 'run.leaves[0].serial' });
        expect(refused.message).not.to.include(person);
      }
    });

    it('of persons have at least 20 characters', async () => {
      const facts = { type: QUALIFICATION };
      const refused = await refusalOf(issueOne(here, makeLeaf({ serial: randomSerial(19) }), facts));
      expect(refused.code).to.equal('SERIAL_TOO_SHORT');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[0].serial', expected: 20, received: 19 });
      await issueOne(here, makeLeaf({ serial: randomSerial(20) }), facts);
      await issueOne(here, makeLeaf({ serial: '7' }));
    });
  });

  describe('validity', () => {
    const refusedEnd = async (leaf: Partial<RunLeaf>, type = PERMIT): Promise<unknown> => {
      const { code, details } = await refusalOf(issueOne(here, makeLeaf(leaf), { type }));
      expect(code).to.equal('FIELD_INVALID');
      expect(details.field).to.equal('run.leaves[0].effectiveTo');
      return details.expected;
    };

    it('of a type in months ends with the corresponding day, at 24:00', async () => {
      expect(await refusedEnd({ effectiveTo: fiveYears(NOW) - DAY })).to.equal(fiveYears(NOW));
      expect(await refusedEnd({ effectiveTo: null })).to.equal(fiveYears(NOW));
    });

    it('of a type without end has none', async () => {
      expect(await refusedEnd({}, LICENCE)).to.equal(null);
      await issueOne(here, makeLeaf({ effectiveTo: null }), { type: LICENCE });
    });

    it('of a type whose certificates say for themselves ends after it begins', async () => {
      const expected = `an instant after ${NOW}`;
      expect(await refusedEnd({ effectiveTo: null }, QUALIFICATION)).to.equal(expected);
      expect(await refusedEnd({ effectiveTo: NOW }, QUALIFICATION)).to.equal(expected);
      await issueOne(here, makeLeaf({ effectiveTo: NOW + 1 }), { type: QUALIFICATION });
    });
  });

  it('gives a new certificate no version, origin or past of its own', async () => {
    const field = async (leaf: Partial<RunLeaf>): Promise<unknown> => {
      const { code, details } = await refusalOf(issueOne(here, makeLeaf(leaf)));
      return [code, details.field];
    };
    expect(await field({ version: '002' })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].version']);
    expect(await field({ origin: random32() })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].origin']);
    expect(await field({ asserted: [] })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].asserted']);
  });
});
