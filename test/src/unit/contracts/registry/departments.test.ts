import { expect } from 'chai';
import { type CertificateType, type Department } from '@hanlian/chaincode/domain';
import {
  BANK,
  bilingual,
  change,
  city,
  City,
  departmentFacts,
  HOUSING,
  MARKET,
  NOW,
  PERMIT,
  typeFacts,
  UNACCREDITED,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { registered } from '../../../support/contracts/registered.js';

describe('contracts: departments and types of the registry', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
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
      const old = await registered<Department>(here, { kind: 'department', code: MARKET });
      expect(old).to.include({ successor: HOUSING, successorSince: NOW, revision: 1 });
      await here.registrar('putDepartment', {
        ...change(1),
        ...departmentFacts(HOUSING),
        name: bilingual('新'),
      });
      const heir = await registered<Department>(here, { kind: 'department', code: HOUSING });
      expect(heir.predecessors).to.deep.equal([MARKET]);
      expect(heir.name.zh).to.equal('新');
      await here.registrar('putDepartment', { ...change(1), ...departmentFacts(MARKET) });
      const again = await registered<Department>(here, { kind: 'department', code: MARKET });
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
        return (await registered<CertificateType>(here, record)).renewalGraceDays;
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
      expect((await registered<CertificateType>(here, record)).facts).to.deep.equal([over18, rich]);
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
});
