import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { expect } from 'chai';
import { generateTypeCode } from '@hanlian/chaincode/domain';
import { usccOf } from '@hanlian/gateway/seed/generate';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

const FOOD = '11100000MB0143028R901';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};

describe('the registrar at work, over HTTP', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;

  const registrar = (): SampleCallerKey => city.callers.find(({ role }) => role === 'registrar')!;
  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const read = async (path: string): Promise<Answer['body']> => (await city.ask(registrar(), path)).body;
  const issue = (type = FOOD): Promise<Answer> =>
    city.ask(clerk(), '/v1/licenses', { type, basis, certificates: [content] });
  const requireStatus = (expected: number, { status, body }: Answer): Answer['body'] => {
    expect(status, JSON.stringify(body)).equal(expected);
    return body;
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('registers a type and lets a department issue it, which it can at once', async () => {
    const food = await read(`/v1/types/${FOOD}`);
    const code = generateTypeCode({ authority: FOOD.slice(0, 18), number: '777' });
    const facts = {
      name: { zh: '小餐饮登记证', en: 'Small caterer' },
      holderKinds: food.holderKinds,
      fields: food.fields,
      validity: { kind: 'months', months: 36 },
      templateVersion: 1,
      twoPerson: false,
      provisional: true,
      renewalGraceDays: 30,
      since: '2020-01-01',
    };
    expect((await issue(code)).body.code).equal('TYPE_UNKNOWN');
    requireStatus(201, await city.put(registrar(), `/v1/types/${code}`, facts));
    expect((await issue(code)).body.code).equal('NOT_ACCREDITED');
    const accreditation = `/v1/accreditations/${clerk().department}/${code}`;
    requireStatus(201, await city.put(registrar(), accreditation, { since: '2020-01-01' }));
    requireStatus(201, await issue(code));

    const changed = await city.put(
      registrar(),
      `/v1/types/${code}`,
      { ...facts, until: '2020-12-31' },
      { 'if-match': '"0"' },
    );
    expect(requireStatus(200, changed).revision).equal(1);
    expect((await issue(code)).body.code).equal('TYPE_EXPIRED');
    expect((await read(`/v1/types/${code}?asOf=2020-06-01`)).revision).equal(1);
    expect((await read(`/v1/types/${code}?asOf=2021-06-01`)).code).equal('NOT_FOUND');
  });

  it('changes nothing that was decided on another revision, and nothing twice', async () => {
    const path = '/v1/calendars/2027';
    const facts = { holidays: ['01-01'], workdays: [], source: { zh: '通知', en: 'Notice' } };
    const key = { 'idempotency-key': 'the-calendar' };
    const first = requireStatus(201, await city.put(registrar(), path, facts, key));
    await city.stop();
    city = await runCity(folder);
    expect(requireStatus(201, await city.put(registrar(), path, facts, key))).deep.equal(first);
    expect(requireStatus(409, await city.put(registrar(), path, facts)).code).equal('STALE');
    const stale = await city.put(registrar(), path, facts, { 'if-match': '"3"' });
    expect(requireStatus(412, stale).code).equal('STALE');
    expect((await read(path)).revision).equal(0);
  });

  it('shows which rule set is in force on a day', async () => {
    const rules = (days: number): object => ({ source: { zh: '规定', en: 'Rules' }, body: { days } });
    requireStatus(201, await city.put(registrar(), '/v1/rule-sets/stop-days/2020-01-01', rules(20)));
    requireStatus(201, await city.put(registrar(), '/v1/rule-sets/stop-days/2099-01-01', rules(10)));
    const inForce = async (at: string): Promise<unknown> =>
      (await read(`/v1/rule-sets/stop-days${at}`)).body ?? 'none';
    expect(await inForce('')).deep.equal({ days: 20 });
    expect(await inForce('?asOf=2099-01-01')).deep.equal({ days: 10 });
    expect(await inForce('?asOf=2019-12-31')).equal('none');
    const past = await city.put(registrar(), '/v1/rule-sets/stop-days/2020-01-01', rules(30), {
      'if-match': '"0"',
    });
    expect(requireStatus(422, past).code).equal('RECORD_FINAL');
    expect((await read('/v1/rule-sets?name=stop-days')).items).to.have.lengthOf(2);
  });

  it('lets one department take the place of another', async () => {
    const [old, heir] = ['MB9C0001', 'MB9C0002'].map((organisation) =>
      usccOf({ department: '1', kind: '1' }, organisation),
    ) as [string, string];
    for (const code of [old, heir]) {
      const facts = { name: { zh: '某局', en: 'A bureau' }, kind: 'department', mspId: 'BureauMSP' };
      const put = city.put(registrar(), `/v1/departments/${code}`, { ...facts, since: '2020-01-01' });
      requireStatus(201, await put);
    }
    const body = { successor: heir, since: '2099-01-01' };
    requireStatus(200, await city.ask(registrar(), `/v1/departments/${old}/succession`, body));
    expect(await read(`/v1/departments/${heir}`)).to.have.deep.property('predecessors', [old]);
    const circle = { successor: old, since: '2099-01-01' };
    const refused = await city.ask(registrar(), `/v1/departments/${heir}/succession`, circle);
    expect(requireStatus(422, refused).code).equal('SUCCESSION_INVALID');
  });

  it('reports a seal key as compromised: it seals nothing more, and the report stands', async () => {
    requireStatus(201, await issue());
    const { items } = await read(`/v1/seal-keys?department=${clerk().department}`);
    const [{ key }] = items as [{ key: string }];
    const path = `/v1/seal-keys/${clerk().department}/${key}`;
    requireStatus(200, await city.ask(registrar(), `${path}/compromise`, { since: '2026-01-01' }));
    expect((await issue()).body.code).equal('SEAL_KEY_NOT_LIVE');
    const later = await city.ask(registrar(), `${path}/compromise`, { since: '2026-06-01' });
    expect(requireStatus(422, later).code).equal('RECORD_FINAL');
    requireStatus(200, await city.ask(registrar(), path));
    requireStatus(404, await city.ask(registrar(), `${path}?asOf=2026-02-01`));
  });

  it('is the only one: nobody else changes the registry', async () => {
    for (const caller of city.callers.filter(({ role }) => role !== 'registrar')) {
      const facts = { holidays: [], workdays: [], source: { zh: '通知', en: 'Notice' } };
      requireStatus(403, await city.put(caller, '/v1/calendars/2028', facts));
    }
  });
});
