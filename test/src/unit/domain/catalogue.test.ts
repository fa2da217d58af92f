import { expect } from 'chai';
import {
  differencesOf,
  fieldsBeyond,
  keepsBack,
  keptBackBy,
  parseInstant,
  requireDemand,
  requireNegative,
  requireResource,
  requireResponsibility,
  schemas,
  type Negative,
  type PutNegative,
  type PutResource,
  type Resource,
} from '@hanlian/chaincode/domain';
import {
  demand,
  negative,
  REGISTRATIONS,
  resource,
  responsibility,
} from '../../support/contracts/catalogue.js';
import { NOW } from '../../support/contracts/city.js';
import { refusalOf } from '../../support/refusal.js';

const refused = (more: Partial<PutResource>): { code: string; field: unknown } => {
  const { code, details } = refusalOf(() => {
    requireResource(resource(more), NOW, 'entries[0]');
  });
  return { code, field: details['field'] };
};

describe('domain: a resource of the catalogue', () => {
  it('states its terms exactly where its kind of sharing asks for them', () => {
    const wrong = [
      [{ share: 'conditional' }, 'FIELD_MISSING', 'condition'],
      [{ condition: '限监管用途' }, 'FIELD_INVALID', 'condition'],
      [{ share: 'none' }, 'FIELD_MISSING', 'legalBasis'],
      [{ legalBasis: '《数据安全法》' }, 'FIELD_INVALID', 'legalBasis'],
      [{ openCondition: '实名注册' }, 'FIELD_INVALID', 'openCondition'],
    ] as const;
    for (const [more, code, field] of wrong) {
      expect(refused(more), field).to.deep.equal({ code, field: `entries[0].${field}` });
    }
    for (const more of [
      {},
      { share: 'conditional', condition: '限监管用途' },
      { share: 'none', legalBasis: '《数据安全法》' },
      { open: true },
      { open: true, openCondition: '实名注册' },
    ] as const) {
      expect(() => {
        requireResource(resource(more), NOW, 'entries[0]');
      }).not.to.throw();
    }
  });

  it('is neither shared nor open when it is secret or kept back', () => {
    expect(refused({ classified: true })).to.deep.equal({ code: 'FIELD_INVALID', field: 'entries[0].share' });
    const none = { share: 'none', legalBasis: '《数据安全法》' } as const;
    expect(refused({ ...none, open: true })).to.deep.equal({
      code: 'FIELD_INVALID',
      field: 'entries[0].open',
    });
    expect(() => {
      requireResource(resource({ ...none, classified: true }), NOW, 'entries[0]');
    }).not.to.throw();
  });

  it('was published on a day that exists and is not ahead', () => {
    expect(refused({ publishedAt: '2026-02-30' }).code).to.equal('DATE_IMPOSSIBLE');
    expect(refused({ publishedAt: '2026-11-21' }).code).to.equal('FIELD_INVALID');
  });

  it('names each item and each related resource once', () => {
    const { items } = resource();
    expect(refused({ items: [...items, items[0]!] }).field).to.equal('entries[0].items[3]');
    const related = ['307001/0002', '307001/0002'];
    expect(refused({ related }).field).to.equal('entries[0].related[1]');
  });

  it('holds no citizen number in any of its texts', () => {
    const number = '11010519491231002X';
    expect(refused({ abstract: `如 ${number}` }).code).to.equal('HOLDS_CITIZEN_NUMBER');
    const [first, ...rest] = resource().items;
    const named = { ...first!, title: number };
    expect(refused({ items: [named, ...rest] }).field).to.equal('entries[0].items[0].title');
  });

  it('has texts of one line that say something', () => {
    for (const name of [' 名称', '名称 ', '', '两\n行', '\u200b']) {
      expect(schemas.putResource.safeParse(resource({ name })).success, JSON.stringify(name)).to.equal(false);
    }
    for (const name of ['名', '企业 信息', '数据（2026年）']) {
      expect(schemas.putResource.safeParse(resource({ name })).success, name).to.equal(true);
    }
  });
});

describe('domain: entries of the three lists', () => {
  const stored = resource() as Resource;

  it('have days that exist, and no citizen number', () => {
    const number = '11010519491231002X';
    for (const [check, code] of [
      [() => requireResponsibility(responsibility({ due: '2026-13-01' }), 'e'), 'DATE_IMPOSSIBLE'],
      [() => requireResponsibility(responsibility({ matter: number }), 'e'), 'HOLDS_CITIZEN_NUMBER'],
      [() => requireDemand(demand({ purpose: number }), stored, 'e'), 'HOLDS_CITIZEN_NUMBER'],
      [() => requireNegative(negative({ law: number }), stored, NOW, 'e'), 'HOLDS_CITIZEN_NUMBER'],
      [() => requireNegative(negative({ until: '2026-00-01' }), stored, NOW, 'e'), 'DATE_IMPOSSIBLE'],
    ] as const) {
      expect(refusalOf(check).code).to.equal(code);
    }
  });

  it('keep back until a day from today to five years on, and only what there is', () => {
    const check = (more: Partial<PutNegative>): (() => void) => {
      return () => {
        requireNegative(negative(more), stored, NOW, 'e');
      };
    };
    for (const until of ['2026-11-19', '2031-11-21']) {
      expect(refusalOf(check({ until })).details).to.include({ field: 'e.until', received: until });
    }
    for (const until of ['2026-11-20', '2031-11-20']) expect(check({ until })).not.to.throw();
    expect(check({ field: 'capital' })).not.to.throw();
    expect(refusalOf(check({ field: 'telephone' })).details).to.include({ field: 'e.field' });
  });

  it('demand each field once, and parts of an item', () => {
    const twice = demand({ fields: ['entName', 'entName'] });
    expect(refusalOf(() => requireDemand(twice, stored, 'e')).details).to.include({ field: 'e.fields[1]' });
    expect(() => {
      requireDemand(demand({ fields: ['capital.amount'] }), stored, 'e');
    }).not.to.throw();
    expect(fieldsBeyond(stored, ['capitals', 'capital.amount'])).to.deep.equal(['capitals']);
  });
});

describe('domain: what the negative list keeps back', () => {
  const entry = (more: Partial<Negative> = {}): Negative => negative(more) as Negative;
  const asked = { resource: REGISTRATIONS, fields: ['entName', 'capital.amount'] };

  it('is kept back through its last day, and not once it is retired', () => {
    const whole = entry({ until: '2026-11-20' });
    const end = parseInstant('2026-11-20T16:00:00Z');
    expect(keepsBack(whole, end - 1)).to.equal(true);
    expect(keepsBack(whole, end)).to.equal(false);
    expect(keepsBack({ ...whole, retired: { at: NOW, reason: '修法' } }, NOW)).to.equal(false);
    expect(keptBackBy([whole], asked, end)).to.equal(undefined);
  });

  it('is a resource as a whole, or a field with all that leads into it', () => {
    const name = entry({ id: 'N1', field: 'entName' });
    const amount = entry({ id: 'N2', field: 'capital.amount.currency' });
    const code = entry({ id: 'N3', field: 'creditCode' });
    const whole = entry({ id: 'N4' });
    const other = entry({ id: 'N5', resource: '307001/0002' });
    expect(keptBackBy([other, code], asked, NOW)).to.equal(undefined);
    expect(keptBackBy([code, name, amount], asked, NOW)).to.equal(name);
    // Who asks for the whole asks for the part that is kept back.
    expect(keptBackBy([amount], asked, NOW)).to.equal(amount);
    expect(keptBackBy([name, whole], asked, NOW)).to.equal(whole);
  });
});

describe('domain: differences of two revisions', () => {
  it('are facts by where they stand, members of lists by their name, whatever their order', () => {
    const before = resource({ related: ['307001/0002'] });
    const [code, name, capital] = before.items as [never, never, PutResource['items'][number]];
    const after = {
      ...resource({ share: 'conditional', condition: '限监管用途' }),
      items: [name, { ...capital, sensitive: true }, code],
      revision: 7,
      retired: { at: NOW, reason: '停用' },
    };
    expect(differencesOf(before, after)).to.deep.equal([
      { field: 'condition', after: '限监管用途' },
      { field: 'items[capital]', before: capital, after: { ...capital, sensitive: true } },
      { field: 'related[307001/0002]', before: '307001/0002' },
      { field: 'share', before: 'unconditional', after: 'conditional' },
    ]);
    expect(differencesOf(before, { ...before, expectedRevision: 3, tx: 'x' })).to.deep.equal([]);
  });

  it('are all facts of an entry that is new', () => {
    const fields = differencesOf(undefined, { ...responsibility(), note: undefined }).map(
      ({ field }) => field,
    );
    expect(fields).to.deep.equal(['department', 'due', 'id', 'legalBasis', 'matter', 'resource']);
  });
});
