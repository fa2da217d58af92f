import { expect } from 'chai';
import { type Department, type RecordsPage, type SealKey } from '@hanlian/chaincode/domain';
import {
  BANK,
  bilingual,
  change,
  city,
  City,
  DAY,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  SEAL_KEY,
  typeFacts,
  UNACCREDITED,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { registered } from '../../../support/contracts/registered.js';
import { identityOf, random32 } from '../../../support/contracts/people.js';

describe('contracts: reads of the registry', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  describe('reads', () => {
    it('give each kind of record by what identifies it', async () => {
      const text = random32();
      await here.as(identityOf('BureauMSP', 'clerk', MARKET), 'registry:putAgreement', {
        ...change(),
        text,
        name: bilingual('协议'),
        since: NOW,
      });
      const department = MARKET;
      for (const reference of [
        { kind: 'accreditation', department, type: PERMIT },
        { kind: 'sealKey', department, key: SEAL_KEY },
        { kind: 'officerKey', department, officer: 'OFFICER1' },
        { kind: 'agreement', text },
      ]) {
        const { kind, ...facts } = reference;
        expect(await registered(here, reference), kind).to.include(facts);
      }
    });

    it('say what they did not find', async () => {
      const record = { kind: 'department', code: PERMIT.slice(0, 18) };
      const refused = await refusalOf(here.read('registry:get', { record }));
      expect(refused.code).to.equal('RECORD_UNKNOWN');
      expect(refused.details).to.deep.equal({ received: record });
    });

    it('list a kind page by page, and under one department or type', async () => {
      const codes: string[] = [];
      let cursor: string | undefined;
      do {
        const page: RecordsPage = await here.read('registry:list', { kind: 'department', limit: 3, cursor });
        codes.push(...page.records.map((record) => (record as Department).code));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(codes).to.have.members([MARKET, HOUSING, UNACCREDITED, BANK]);
      const { records } = await here.read<RecordsPage>('registry:list', {
        kind: 'sealKey',
        under: HOUSING,
        limit: 200,
      });
      expect(records.map((record) => (record as SealKey).department)).to.deep.equal([HOUSING]);
    });

    it('tell what was in force at an instant', async () => {
      await here.registrar('putType', {
        ...change(0),
        ...typeFacts(PERMIT),
        since: NOW,
        until: NOW + DAY,
        renewalGraceDays: 1,
      });
      await here.registrar('putSealKey', {
        ...change(0),
        department: MARKET,
        key: SEAL_KEY,
        since: LAST_YEAR,
        compromisedSince: NOW,
      });
      const at = async (record: object, instant: number): Promise<Record<string, unknown>> =>
        (await here.read<{ record: Record<string, unknown> }>('registry:asOf', { record, at: instant }))
          .record;
      const type = { kind: 'type', code: PERMIT };
      expect(await at(type, NOW - 1)).to.include({ revision: 0 });
      expect(await at(type, NOW)).to.include({ revision: 1 });
      expect((await refusalOf(at(type, NOW + DAY))).code).to.equal('RECORD_UNKNOWN');
      const sealKey = { kind: 'sealKey', department: MARKET, key: SEAL_KEY };
      expect(await at(sealKey, NOW - 1)).to.include({ key: SEAL_KEY });
      expect((await refusalOf(at(sealKey, NOW))).code).to.equal('RECORD_UNKNOWN');
      const unknown = { kind: 'department', code: PERMIT.slice(0, 18) };
      expect((await refusalOf(at(unknown, NOW))).code).to.equal('RECORD_UNKNOWN');
    });
  });
});
