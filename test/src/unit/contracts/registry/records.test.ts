import { expect } from 'chai';
import { type CertificateType } from '@hanlian/chaincode/domain';
import {
  BANK,
  bilingual,
  change,
  city,
  City,
  departmentFacts,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  typeFacts,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { registered } from '../../../support/contracts/registered.js';
import { identityOf, random16, random32 } from '../../../support/contracts/people.js';

describe('contracts: records of the registry', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  describe('a record', () => {
    const type = { kind: 'type', code: PERMIT };

    it('begins with an empty ledger and a registrar of the bureau', async () => {
      const empty = new City();
      const { answer, events } = await empty.registrar('putDepartment', {
        ...change(),
        ...departmentFacts(MARKET),
      });
      expect(answer).to.include({ v: 1, key: `dept~${MARKET}`, revision: 0 });
      expect(events).to.deep.equal([
        { v: 1, type: 'registry.putDepartment', count: 1, key: `dept~${MARKET}` },
      ]);
    });

    it('keeps facts, revision, intent, transaction and claimed time', async () => {
      const request = { ...change(0), ...typeFacts(PERMIT), renewalGraceDays: 60 };
      here.now = NOW + 5;
      const { tx, answer } = await here.registrar('putType', request);
      const { intent, expectedRevision, ...facts } = request;
      expect(expectedRevision).to.equal(0);
      expect(await registered(here, type)).to.deep.equal({
        ...facts,
        revision: 1,
        intent,
        tx,
        txTime: NOW + 5,
      });
      expect(answer).to.deep.equal({ v: 1, key: `type~${PERMIT}`, revision: 1, tx, intent });
    });

    it('says of an intent sent twice which transaction applied it', async () => {
      const request = { ...change(0), ...typeFacts(PERMIT) };
      const { tx } = await here.registrar('putType', request);
      const refused = await refusalOf(here.registrar('putType', request));
      expect(refused.code).to.equal('ALREADY_APPLIED');
      expect(refused.details).to.deep.equal({ transaction: tx });
    });

    it('is written only on the revision it was decided on', async () => {
      for (const [revision, received] of [
        [undefined, null],
        [7, 7],
      ] as const) {
        const refused = await refusalOf(
          here.registrar('putType', { ...change(revision), ...typeFacts(PERMIT) }),
        );
        expect(refused.code).to.equal('STALE');
        expect(refused.details).to.deep.equal({ field: 'expectedRevision', expected: 0, received });
      }
      const agreement = { text: random32(), name: bilingual('协议'), since: NOW };
      const call = here.as(identityOf('BureauMSP', 'clerk', MARKET), 'registry:putAgreement', {
        ...change(3),
        ...agreement,
      });
      expect((await refusalOf(call)).details).to.include({ expected: null, received: 3 });
    });

    it('refuses a claimed time more than 15 minutes before its last write', async () => {
      here.now = NOW - 900;
      await here.registrar('putType', { ...change(0), ...typeFacts(PERMIT) });
      here.now = NOW - 1801;
      const refused = await refusalOf(here.registrar('putType', { ...change(1), ...typeFacts(PERMIT) }));
      expect(refused.code).to.equal('TXTIME_TOO_OLD');
      expect(refused.details).to.deep.equal({ expected: NOW - 1800, received: NOW - 1801 });
    });

    it('keeps how a type’s certificates look, and refuses a look that speaks of fields it does not have', async () => {
      const layout = { page: 'portrait', accent: '#94602a', wide: ['name'], masked: ['name'] };
      await here.registrar('putType', { ...change(0), ...typeFacts(PERMIT), layout });
      expect(await registered<CertificateType>(here, type)).to.deep.include({ layout });
      for (const part of ['wide', 'masked']) {
        const wrong = { ...change(1), ...typeFacts(PERMIT), layout: { [part]: ['name', 'nobody'] } };
        const refused = await refusalOf(here.registrar('putType', wrong));
        expect(refused.code).to.equal('FIELD_INVALID');
        expect(refused.details).to.deep.equal({ field: `layout.${part}`, received: 'nobody' });
      }
    });

    it('refuses a period that ends before it begins', async () => {
      const facts = { ...departmentFacts(MARKET), until: LAST_YEAR };
      const refused = await refusalOf(here.registrar('putDepartment', { ...change(0), ...facts }));
      expect(refused.code).to.equal('FIELD_INVALID');
      expect(refused.details).to.include({ field: 'until' });
    });
  });

  describe('who may', () => {
    it('refuses a registrar of another organisation and another role of the bureau', async () => {
      const request = { ...change(), ...typeFacts(PERMIT) };
      const stranger = here.as(identityOf('BankMSP', 'registrar'), 'registry:putType', request);
      expect((await refusalOf(stranger)).code).to.equal('WRONG_MSP');
      const clerk = here.as(identityOf('BureauMSP', 'clerk', MARKET), 'registry:putType', request);
      expect((await refusalOf(clerk)).code).to.equal('ROLE_NOT_ALLOWED');
      const nobody = here.as(identityOf('BureauMSP'), 'registry:putType', request);
      expect((await refusalOf(nobody)).details).to.deep.include({ expected: ['registrar'], received: null });
    });

    const agreement = (): object => ({ ...change(), text: random32(), name: bilingual('协议'), since: NOW });
    const register = (mspId: string, department?: string): Promise<unknown> =>
      here.as(identityOf(mspId, 'officer', department), 'registry:putAgreement', agreement());

    it("refuses a department's word under another organisation's certificate, or of no department", async () => {
      await register('BankMSP', BANK);
      expect((await refusalOf(register('BankMSP', MARKET))).code).to.equal('WRONG_MSP');
      expect((await refusalOf(register('BankMSP'))).code).to.equal('DEPARTMENT_UNKNOWN');
      expect((await refusalOf(register('BankMSP', PERMIT.slice(0, 18)))).code).to.equal('DEPARTMENT_UNKNOWN');
    });

    it('refuses a department whose period is over', async () => {
      await here.registrar('putDepartment', {
        ...change(0),
        ...departmentFacts(BANK, 'BankMSP'),
        kind: 'bank',
        until: NOW,
      });
      expect((await refusalOf(register('BankMSP', BANK))).code).to.equal('DEPARTMENT_NOT_IN_FORCE');
    });
  });

  it('refuses a calendar with a day that does not exist', async () => {
    const put = (holidays: string[], workdays: string[] = []): Promise<unknown> =>
      here.registrar('putCalendar', {
        ...change(),
        year: 2027,
        holidays,
        workdays,
        source: bilingual('通知'),
      });
    expect((await refusalOf(put(['02-29']))).code).to.equal('DATE_IMPOSSIBLE');
    expect((await refusalOf(put([], ['04-31']))).code).to.equal('DATE_IMPOSSIBLE');
    await put(['10-01'], ['10-10']);
    expect(await registered(here, { kind: 'calendar', year: 2027 })).to.include({ year: 2027 });
  });

  it('refuses what is no request, naming the field', async () => {
    const put = (request: unknown): Promise<unknown> => here.registrar('putType', request);
    const { code: omitted, ...withoutCode } = typeFacts(PERMIT);
    expect(omitted).to.equal(PERMIT);
    const details = async (request: unknown): Promise<unknown[]> => {
      const { code, details: found } = await refusalOf(put(request));
      return [code, found.field];
    };
    expect(await details({ ...change(), ...withoutCode })).to.deep.equal(['FIELD_MISSING', 'code']);
    expect(await details({ ...change(), ...typeFacts(PERMIT), colour: 1 })).to.deep.equal([
      'FIELD_UNKNOWN',
      'colour',
    ]);
    const fields = [{ ...(typeFacts(PERMIT).fields as object[])[0], maxLength: 0 }];
    expect(await details({ ...change(), ...typeFacts(PERMIT), fields })).to.deep.equal([
      'FIELD_INVALID',
      'fields[0].maxLength',
    ]);
    expect(await details('[]')).to.deep.equal(['FIELD_INVALID', '']);
    expect(await details('{')).to.deep.equal(['JSON_INVALID', undefined]);
    expect(await details('{"v":1,"v":1}')).to.deep.equal(['JSON_DUPLICATE_KEY', undefined]);
    expect(await details('['.repeat(20))).to.deep.equal(['JSON_TOO_DEEP', undefined]);
    expect(await details(`"${'x'.repeat(2 * 1024 * 1024)}"`)).to.deep.equal(['BODY_TOO_LARGE', undefined]);
    expect(await details({ ...change(), intent: random16().slice(1) })).to.deep.equal([
      'FIELD_INVALID',
      'intent',
    ]);
  });

  it('writes nothing and sets no event when it refuses', async () => {
    const before = new Map(here.ledger.state);
    await refusalOf(here.registrar('putType', { ...change(9), ...typeFacts(PERMIT) }));
    expect(here.ledger.state).to.deep.equal(before);
  });
});
