import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { CLOCK_TOLERANCE } from '@hanlian/chaincode/domain';
import {
  bilingual,
  change,
  city,
  City,
  DAY,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  SEAL_KEY,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { registered } from '../../../support/contracts/registered.js';
import { random32 } from '../../../support/contracts/people.js';

describe('contracts: seal keys and rule sets of the registry', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  describe('seal keys', () => {
    const put = (revision: number, compromisedSince?: number): Promise<unknown> =>
      here.registrar('putSealKey', {
        ...change(revision),
        department: MARKET,
        key: SEAL_KEY,
        since: LAST_YEAR,
        ...(compromisedSince !== undefined && { compromisedSince }),
      });

    it('lets a reported compromise be found to lie further back, never taken back or put later', async () => {
      await put(0, NOW);
      await put(1, NOW - DAY);
      for (const later of [NOW, undefined]) {
        const refused = await refusalOf(put(2, later));
        expect(refused.code).to.equal('RECORD_FINAL');
        expect(refused.details).to.deep.equal({
          field: 'compromisedSince',
          expected: NOW - DAY,
          received: later ?? null,
        });
      }
    });

    // One dated into 2999 left the thief believed until then.
    it('are not lost at a time to come, but for what clocks differ', async () => {
      const { code, details } = await refusalOf(put(0, NOW + CLOCK_TOLERANCE + 1));
      expect([code, details.field]).to.deep.equal(['FIELD_INVALID', 'compromisedSince']);
      await put(0, NOW + CLOCK_TOLERANCE);
    });

    it('keep their suite', async () => {
      const other = random32();
      const key = { department: MARKET, key: other, since: NOW };
      await here.registrar('putSealKey', { ...change(), ...key, suite: 'SM2' });
      const refused = await refusalOf(here.registrar('putSealKey', { ...change(0), ...key }));
      expect(refused.code).to.equal('RECORD_FINAL');
      expect(refused.details).to.deep.equal({ field: 'suite', expected: 'SM2', received: null });
      const back = { ...change(0), ...key, key: SEAL_KEY, suite: 'SM2' };
      const reversed = await refusalOf(here.registrar('putSealKey', back));
      expect(reversed.details).to.deep.equal({ field: 'suite', expected: null, received: 'SM2' });
    });

    it('keep the certificates they are named after, and take no others', async () => {
      const own = Buffer.from('a certificate').toString('base64url');
      const authority = Buffer.from('its authority').toString('base64url');
      const digest = createHash('sha256').update('a certificate').digest('base64url');
      const key = { department: MARKET, key: digest, since: LAST_YEAR };
      const foreign = { ...change(), ...key, certificates: [authority, own] };
      const refused = await refusalOf(here.registrar('putSealKey', foreign));
      expect([refused.code, refused.details.field]).to.deep.equal(['FIELD_INVALID', 'certificates']);
      await here.registrar('putSealKey', { ...change(), ...key, certificates: [own, authority] });
      await here.registrar('putSealKey', { ...change(0), ...key, compromisedSince: NOW });
      const { record } = await here.read<{ record: object }>('registry:get', {
        record: { kind: 'sealKey', department: MARKET, key: digest },
      });
      expect(record).to.deep.include({ certificates: [own, authority], compromisedSince: NOW });
    });

    it('belong to registered departments', async () => {
      const department = PERMIT.slice(0, 18);
      const call = here.registrar('putSealKey', { ...change(), department, key: SEAL_KEY, since: NOW });
      expect((await refusalOf(call)).code).to.equal('DEPARTMENT_UNKNOWN');
    });
  });

  describe('rule sets', () => {
    const put = (since: number, revision?: number): Promise<unknown> =>
      here.registrar('putRuleSet', {
        ...change(revision),
        name: 'share-days',
        since,
        source: bilingual('信用修复管理办法'),
        body: { maxMonths: since },
      });

    it('may be amended until they are in force', async () => {
      await put(NOW + 1);
      await put(NOW + 1, 0);
      here.now = NOW + 1;
      const refused = await refusalOf(put(NOW + 1, 1));
      expect(refused.code).to.equal('RECORD_FINAL');
      expect(refused.details).to.include({ field: 'since' });
    });

    it('hold until the next of their name', async () => {
      await put(NOW - 10 * DAY);
      await put(NOW);
      const at = async (instant: number): Promise<unknown> => {
        const record = { kind: 'ruleSet', name: 'share-days' };
        const answer = await here.read<{ record: { body: object } }>('registry:asOf', {
          record,
          at: instant,
        });
        return answer.record.body;
      };
      expect(await at(NOW - 1)).to.deep.equal({ maxMonths: NOW - 10 * DAY });
      expect(await at(NOW)).to.deep.equal({ maxMonths: NOW });
      expect((await refusalOf(at(NOW - 11 * DAY))).code).to.equal('RECORD_UNKNOWN');
      const since = NOW;
      expect(await registered(here, { kind: 'ruleSet', name: 'share-days', since })).to.include({ since });
    });
  });
});
