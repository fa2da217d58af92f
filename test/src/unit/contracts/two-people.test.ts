import { expect } from 'chai';
import {
  actStatementOf,
  type ActRequest,
  type BatchStatement,
  type LicenseReference,
  type TwoPeople,
} from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  DAY,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  PREPARER,
  QUALIFICATION,
  REVIEWER,
} from '../../support/contracts/city.js';
import { refusalOf } from '../../support/contracts/ledger.js';
import { Officer, random32, signedBy } from '../../support/contracts/people.js';

describe('contracts: two people', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  const register = (officer: string, publicKey: string, facts: object = {}): Promise<unknown> =>
    here.registrar('putOfficerKey', {
      ...change(),
      department: MARKET,
      officer,
      publicKey,
      since: LAST_YEAR,
      ...facts,
    });

  describe('on a batch', () => {
    const sealed = seal([makeLeaf()], { type: QUALIFICATION });
    const { statement } = sealed.opening;
    const refusedWith = async (twoPeople: TwoPeople | undefined, more: object = {}): Promise<unknown[]> => {
      const { twoPeople: omitted, ...request } = openRequest(sealed, more);
      expect(omitted).to.be.an('object');
      const { code, details } = await refusalOf(
        here.clerk('openBatch', { ...request, ...(twoPeople && { twoPeople }) }),
      );
      return [code, details.field];
    };

    it('both signed exactly its statement', async () => {
      await here.clerk('openBatch', openRequest(sealed));
    });

    it('are asked for where the type says so', async () => {
      expect(await refusedWith(undefined)).to.deep.equal(['SECOND_PERSON_MISSING', 'twoPeople']);
    });

    it('are not one person twice, under one id or with one key', async () => {
      expect(await refusedWith(signedBy(statement, PREPARER, PREPARER))).to.deep.equal([
        'SAME_PERSON_TWICE',
        'twoPeople',
      ]);
      await register('OFFICER3', PREPARER.publicKey);
      const { signature } = signedBy(statement, PREPARER, PREPARER).preparer;
      const twoPeople = {
        preparer: { officer: PREPARER.id, signature },
        reviewer: { officer: 'OFFICER3', signature },
      };
      expect(await refusedWith(twoPeople)).to.deep.equal(['SAME_PERSON_TWICE', 'twoPeople']);
    });

    it("are the department's own, with keys in force", async () => {
      const stranger = new Officer('STRANGER');
      expect(await refusedWith(signedBy(statement, PREPARER, stranger))).to.deep.equal([
        'SIGNATURE_INVALID',
        'twoPeople',
      ]);
      await register(stranger.id, stranger.publicKey, { until: NOW });
      expect(await refusedWith(signedBy(statement, PREPARER, stranger))).to.deep.equal([
        'SIGNATURE_INVALID',
        'twoPeople',
      ]);
    });

    it('have signed this statement and no other', async () => {
      const other: BatchStatement = { ...statement, count: 2 };
      const right = signedBy(statement, PREPARER, REVIEWER);
      const wrong = signedBy(other, PREPARER, REVIEWER);
      expect(await refusedWith({ ...right, preparer: wrong.preparer })).to.deep.equal([
        'SIGNATURE_INVALID',
        'twoPeople.preparer',
      ]);
      expect(await refusedWith({ ...right, reviewer: wrong.reviewer })).to.deep.equal([
        'SIGNATURE_INVALID',
        'twoPeople.reviewer',
      ]);
      const garbage = { ...right, reviewer: { ...right.reviewer, signature: 'A'.repeat(96) } };
      expect(await refusedWith(garbage)).to.deep.equal(['SIGNATURE_INVALID', 'twoPeople.reviewer']);
    });

    it('name the preparer as the person in charge', async () => {
      const twoPeople = signedBy(statement, PREPARER, REVIEWER);
      expect(await refusedWith(twoPeople, { person: REVIEWER.id })).to.deep.equal([
        'FIELD_INVALID',
        'person',
      ]);
    });
  });

  describe('on an act', () => {
    let license: LicenseReference;

    beforeEach(async () => {
      const leaf = makeLeaf({ effectiveTo: NOW + 365 * DAY });
      await here.clerk('openBatch', openRequest(seal([leaf], { type: QUALIFICATION })));
      license = { type: QUALIFICATION, issuer: MARKET, serial: leaf.serial, version: '001' };
    });

    const suspension = (): ActRequest & { until?: number } => actOn('suspend', license, { until: NOW + DAY });

    it('both signed everything it says', async () => {
      const request = suspension();
      expect((await here.clerk('suspend', request)).answer.state).to.equal('02');
    });

    it('are asked for, and did not sign another end, basis, revision or operation', async () => {
      const request = suspension();
      const { twoPeople, ...unsigned } = request;
      expect(twoPeople).to.be.an('object');
      expect((await refusalOf(here.clerk('suspend', unsigned))).code).to.equal('SECOND_PERSON_MISSING');
      for (const changed of [
        { until: NOW + 2 * DAY },
        { until: undefined },
        { basis: { ...request.basis, digest: random32() } },
        { effectiveAt: NOW + 1 },
      ]) {
        const refused = await refusalOf(here.clerk('suspend', { ...request, ...changed }));
        expect(refused.code).to.equal('SIGNATURE_INVALID');
      }
      const { until, ...revocation } = request;
      expect(until).to.equal(NOW + DAY);
      expect((await refusalOf(here.clerk('revoke', revocation))).code).to.equal('SIGNATURE_INVALID');
    });

    it('are looked at where the type does not ask for them but they are given', async () => {
      const leaf = makeLeaf();
      await here.clerk('openBatch', openRequest(seal([leaf])));
      const permit = { type: PERMIT, issuer: MARKET, serial: leaf.serial, version: '001' };
      const request = actOn('annul', permit);
      const statement = actStatementOf('annul', request);
      const wrong = signedBy({ ...statement, effectiveAt: 0 }, PREPARER, REVIEWER);
      expect((await refusalOf(here.clerk('annul', { ...request, twoPeople: wrong }))).code).to.equal(
        'SIGNATURE_INVALID',
      );
      await here.clerk('annul', { ...request, twoPeople: signedBy(statement, PREPARER, REVIEWER) });
    });
  });
});
