import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  CLOCK_TOLERANCE,
  type CertificateType,
  type Department,
  type RecordAnswer,
  type RecordsPage,
  type SealKey,
} from '@hanlian/chaincode/domain';
import {
  BANK,
  bilingual,
  change,
  city,
  City,
  DAY,
  departmentFacts,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  SEAL_KEY,
  typeFacts,
  UNACCREDITED,
} from '../../support/contracts/city.js';
import { refusalOf } from '../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

const get = async <T>(here: City, record: object): Promise<T> =>
  (await here.read<RecordAnswer>('registry:get', { record })).record as T;

describe('contracts: registry', () => {
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
      expect(await get(here, type)).to.deep.equal({ ...facts, revision: 1, intent, tx, txTime: NOW + 5 });
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
      expect(await get<CertificateType>(here, type)).to.deep.include({ layout });
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

  describe('departments', () => {
    it('refuses a code whose check character is wrong, naming the right one', async () => {
      const wrong = MARKET.slice(0, 17) + (MARKET.endsWith('0') ? '1' : '0');
      const refused = await refusalOf(
        here.registrar('putDepartment', { ...change(), ...departmentFacts(wrong) }),
      );
      expect(refused.code).to.equal('CHECK_CHARACTER_WRONG');
      expect(refused.details).to.include({ field: 'code', position: 17, expected: MARKET.charAt(17) });
    });

    const succeed = (code: string, successor: string, revision = 0): Promise<unknown> =>
      here.registrar('succeedDepartment', { ...change(revision), code, successor, since: NOW });

    it('records a succession on both sides, and keeps it when facts change', async () => {
      await succeed(MARKET, HOUSING);
      const old = await get<Department>(here, { kind: 'department', code: MARKET });
      expect(old).to.include({ successor: HOUSING, successorSince: NOW, revision: 1 });
      await here.registrar('putDepartment', {
        ...change(1),
        ...departmentFacts(HOUSING),
        name: bilingual('新'),
      });
      const heir = await get<Department>(here, { kind: 'department', code: HOUSING });
      expect(heir.predecessors).to.deep.equal([MARKET]);
      expect(heir.name.zh).to.equal('新');
      await here.registrar('putDepartment', { ...change(1), ...departmentFacts(MARKET) });
      const again = await get<Department>(here, { kind: 'department', code: MARKET });
      expect(again).to.include({ successor: HOUSING, successorSince: NOW, revision: 2 });
    });

    it('refuses a second succession, a circle, itself, and unknown departments', async () => {
      await succeed(MARKET, HOUSING);
      await succeed(HOUSING, UNACCREDITED, 1);
      const codes = [
        succeed(MARKET, UNACCREDITED, 1),
        succeed(UNACCREDITED, MARKET, 1),
        succeed(BANK, BANK),
        succeed(BANK, PERMIT.slice(0, 18)),
        succeed(PERMIT.slice(0, 18), BANK),
        succeed(BANK, MARKET, 4),
      ].map(async (call) => (await refusalOf(call)).code);
      expect(await Promise.all(codes)).to.deep.equal([
        'SUCCESSION_INVALID',
        'SUCCESSION_INVALID',
        'SUCCESSION_INVALID',
        'DEPARTMENT_UNKNOWN',
        'DEPARTMENT_UNKNOWN',
        'STALE',
      ]);
    });

    // A certificate sealed last week once became INVALID when a succession was recorded as of last month.
    it('refuses a succession dated back by more than clocks differ', async () => {
      const succeedAt = (since: number): Promise<unknown> =>
        here.registrar('succeedDepartment', { ...change(0), code: MARKET, successor: HOUSING, since });
      const refused = await refusalOf(succeedAt(NOW - 901));
      expect(refused.code).to.equal('SUCCESSION_INVALID');
      expect(refused.details).to.include({ field: 'since', expected: NOW - 900 });
      await succeedAt(NOW - 900);
    });

    it('refuses a seventeenth predecessor', async () => {
      const heir = here.ledger.record(`dept~${HOUSING}`) as Department;
      const full = { ...heir, predecessors: Array.from({ length: 16 }, () => UNACCREDITED) };
      here.ledger.state.set(`dept~${HOUSING}`, JSON.stringify(full));
      expect((await refusalOf(succeed(MARKET, HOUSING))).details).to.include({ field: 'successor' });
    });
  });

  describe('types', () => {
    it('keeps every revision', async () => {
      await here.registrar('putType', { ...change(0), ...typeFacts(PERMIT), renewalGraceDays: 1 });
      const grace = async (revision: number): Promise<number> => {
        const record = { kind: 'typeRevision', code: PERMIT, revision };
        return (await get<CertificateType>(here, record)).renewalGraceDays;
      };
      expect([await grace(0), await grace(1)]).to.deep.equal([30, 1]);
    });

    it('refuses a wrong code, a field named twice, a holder kind named twice', async () => {
      const field = (typeFacts(PERMIT).fields as object[])[0];
      const put = (facts: object): Promise<unknown> =>
        here.registrar('putType', { ...change(), ...typeFacts(PERMIT), ...facts });
      const wrongCode = `${PERMIT.slice(0, 17)}${PERMIT.charAt(17) === '0' ? '1' : '0'}001`;
      expect((await refusalOf(put({ code: wrongCode }))).code).to.equal('CHECK_CHARACTER_WRONG');
      const fields = await refusalOf(put({ fields: [field, field] }));
      expect(fields.details).to.deep.include({ field: 'fields[1]', received: 'name' });
      const kinds = await refusalOf(put({ holderKinds: ['person', 'person'] }));
      expect(kinds.details).to.include({ field: 'holderKinds[1]' });
    });
  });

  describe('facts of a type', () => {
    const fields = ['name:text', 'born:date', 'capital:amount'].map((field) => ({
      ...(typeFacts(PERMIT).fields as object[])[0],
      name: field.split(':')[0],
      kind: field.split(':')[1],
    }));
    const title = { zh: '已满十八周岁', en: 'Over 18' };
    const over18 = { name: 'over18', title, kind: 'ageAtLeast', field: 'born', years: 18 };
    const rich = { name: 'rich', title, kind: 'amountAtLeast', field: 'capital', fen: '100' };
    const put = (facts: readonly object[]): Promise<unknown> =>
      here.registrar('putType', { ...change(0), ...typeFacts(PERMIT), fields, facts });

    it('are kept with it', async () => {
      await put([over18, rich]);
      const record = { kind: 'type', code: PERMIT };
      expect((await get<CertificateType>(here, record)).facts).to.deep.equal([over18, rich]);
    });

    it('follow from a field of a fitting kind, under names of their own', async () => {
      const fieldOf = async (...facts: object[]): Promise<unknown> =>
        (await refusalOf(put(facts))).details.field;
      expect(await fieldOf(rich, { ...over18, field: 'name' })).to.equal('facts[1].field');
      expect(await fieldOf({ ...over18, field: 'missing' })).to.equal('facts[0].field');
      expect(await fieldOf({ ...rich, field: 'born' })).to.equal('facts[0].field');
      expect(await fieldOf(over18, over18)).to.equal('facts[1]');
      expect(await fieldOf({ ...over18, name: 'born' })).to.equal('facts[0].name');
    });
  });

  it('accredits only a registered department for a registered type', async () => {
    const put = (department: string, type: string): Promise<unknown> =>
      here.registrar('putAccreditation', { ...change(), department, type, since: NOW });
    await put(UNACCREDITED, PERMIT);
    expect((await refusalOf(put(PERMIT.slice(0, 18), PERMIT))).code).to.equal('DEPARTMENT_UNKNOWN');
    expect((await refusalOf(put(MARKET, `${PERMIT.slice(0, 18)}999`))).code).to.equal('TYPE_UNKNOWN');
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
      expect(await get(here, { kind: 'ruleSet', name: 'share-days', since })).to.include({ since });
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
    expect(await get(here, { kind: 'calendar', year: 2027 })).to.include({ year: 2027 });
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
        expect(await get(here, reference), kind).to.include(facts);
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
