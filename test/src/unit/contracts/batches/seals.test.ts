import { expect } from 'chai';
import { type BatchStatement, type BatchView } from '@hanlian/chaincode/domain';
import { makeLeaf, openRequest, issueOne, seal } from '../../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  departmentFacts,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  SEAL_KEY,
  typeFacts,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { random16, random32 } from '../../../support/contracts/people.js';

describe('contracts: what the seal of a batch stands on', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  const refusedWith = async (statement: Partial<BatchStatement>, more: object = {}): Promise<string> => {
    const request = openRequest(seal([makeLeaf()], statement), more);
    return (await refusalOf(here.clerk('openBatch', request))).code;
  };

  it('is a known type in force, in its present revision', async () => {
    expect(await refusedWith({ type: `${PERMIT.slice(0, 18)}999` })).to.equal('TYPE_UNKNOWN');
    expect(await refusedWith({ typeRevision: 1 })).to.equal('STALE');
    await here.registrar('putType', { ...change(0), ...typeFacts(PERMIT), until: NOW });
    expect(await refusedWith({ typeRevision: 1 })).to.equal('TYPE_EXPIRED');
  });

  it('is made within 15 minutes of the transaction', async () => {
    const at = (sealedAt: number): Promise<string> => refusedWith({ sealedAt });
    expect(await at(NOW - 901)).to.equal('SEALED_AT_OUTSIDE_WINDOW');
    expect(await at(NOW + 901)).to.equal('SEALED_AT_OUTSIDE_WINDOW');
    await issueOne(here, makeLeaf(), { sealedAt: NOW - 900 });
  });

  it('is a key of the department, within its period and not compromised', async () => {
    expect(await refusedWith({}, { sealKey: random32() })).to.equal('SEAL_KEY_NOT_LIVE');
    const put = (revision: number, facts: object): Promise<unknown> =>
      here.registrar('putSealKey', {
        ...change(revision),
        department: MARKET,
        key: SEAL_KEY,
        since: LAST_YEAR,
        ...facts,
      });
    await put(0, { until: NOW });
    expect(await refusedWith({})).to.equal('SEAL_KEY_NOT_LIVE');
    await put(1, { compromisedSince: NOW });
    expect(await refusedWith({})).to.equal('SEAL_KEY_NOT_LIVE');
    // What was sealed before the compromise still holds.
    await issueOne(here, makeLeaf(), { sealedAt: NOW - 1 });
  });

  describe('where a department seals in SM2 as well', () => {
    const SM2_KEY = random32();
    const putKey = (facts: object, revision?: number): Promise<unknown> =>
      here.registrar('putSealKey', {
        ...change(revision),
        department: MARKET,
        key: SM2_KEY,
        since: LAST_YEAR,
        ...facts,
      });
    const sm2 = { sm2Seal: random32() };

    beforeEach(async () => {
      await putKey({ suite: 'SM2' });
      await here.registrar('putDepartment', {
        ...change(0),
        ...departmentFacts(MARKET),
        sm2SealSince: NOW,
      });
    });

    it('are both digests, and the SM2 key the statement names', async () => {
      const sealed = seal([makeLeaf()], { sm2SealKey: SM2_KEY });
      await here.clerk('openBatch', openRequest(sealed, sm2));
      const { batch } = sealed.opening.statement;
      const view = await here.read<BatchView>('license:getBatch', { batch });
      expect(view.record).to.include(sm2);
      expect(view.record.statement.sm2SealKey).to.equal(SM2_KEY);
    });

    it('is never one seal alone, from the day on that the registry names', async () => {
      expect(await refusedWith({})).to.equal('SM2_SEAL_MISSING');
      expect(await refusedWith({ sm2SealKey: SM2_KEY })).to.equal('SM2_SEAL_MISSING');
      expect(await refusedWith({}, sm2)).to.equal('FIELD_INVALID');
      await issueOne(here, makeLeaf(), { sealedAt: NOW - 1 });
    });

    it('is a live SM2 key beside a live key on P-256, and neither in place of the other', async () => {
      const other = { ...sm2, sealKey: SM2_KEY };
      expect(await refusedWith({ sm2SealKey: random32() }, sm2)).to.equal('SEAL_KEY_NOT_LIVE');
      expect(await refusedWith({ sm2SealKey: SEAL_KEY }, sm2)).to.equal('SEAL_SUITE_WRONG');
      expect(await refusedWith({ sm2SealKey: SM2_KEY }, other)).to.equal('SEAL_SUITE_WRONG');
      await putKey({ suite: 'SM2', compromisedSince: NOW }, 0);
      expect(await refusedWith({ sm2SealKey: SM2_KEY }, sm2)).to.equal('SEAL_KEY_NOT_LIVE');
    });

    it('stops a later run when the SM2 key turns out to have been compromised', async () => {
      const long = seal(
        Array.from({ length: 513 }, () => makeLeaf()),
        { sm2SealKey: SM2_KEY },
      );
      await here.clerk('openBatch', openRequest(long, sm2));
      await putKey({ suite: 'SM2', compromisedSince: NOW }, 0);
      const { batch } = long.opening.statement;
      const request = { v: 1, intent: random16(), batch, run: long.runs[0] };
      expect((await refusalOf(here.clerk('issue', request))).code).to.equal('SEAL_KEY_NOT_LIVE');
    });
  });

  it('is a batch that is opened here', async () => {
    for (const kind of ['amend', 'renew', 'transferIn'] as const) {
      const refused = await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()], { kind }))));
      expect(refused.details).to.deep.equal({
        field: 'statement.kind',
        expected: ['issue', 'import'],
        received: kind,
      });
    }
  });
});
