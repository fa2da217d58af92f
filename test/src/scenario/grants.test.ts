import { expect } from 'chai';
import type { GrantView, JsonObject, LeaseView } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { SHARING_AGREEMENT } from '@hanlian/gateway/seed/sharing-rules';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { random16 } from '../support/contracts/people.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { newOperator, OPERATOR } from '../support/operating-city.js';
import { SharingCity } from '../support/sharing-city.js';

const DAY = 86_400_000;
/** A Friday; the sample city's calendar ends with the year. */
const START = Date.parse('2026-11-20T10:00:00+08:00');
const basis = { law: '政务数据共享条例', document: '示例数函〔2026〕12号' };

const terms = {
  basis,
  since: '2026-11-20',
  until: '2027-11-19',
  quota: { limit: 100, per: 'day', lease: 40 },
  rate: 60,
  networks: ['10.12.0.0/16'],
  mode: 'query',
  keepDays: 30,
  agreement: SHARING_AGREEMENT.text,
};

/** Items of the sample city's demand list. */
const BUILDERS = {
  demand: 'D001',
  fields: ['creditCode', 'entName', 'regStatus'],
  purpose: '核验申请企业登记信息',
  matter: '建筑业企业资质审批',
};
const PRESALE = {
  demand: 'D002',
  fields: ['parcelNo', 'mortgaged'],
  purpose: '核验土地使用权权属和抵押状况',
  matter: '商品房预售许可',
};
const GUARDS = {
  demand: 'D009',
  fields: ['creditCode', 'legalPerson'],
  purpose: '核验申请企业登记信息',
  matter: '保安服务公司设立许可',
};

describe('departments ask for one another’s data', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let now = START;

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const ask = (by: string, path: string, body?: object, key?: string): Promise<Answer> =>
    city.ask(named(by), path, body, key);
  const grant = async (answer: Promise<Answer>): Promise<GrantView & { transactionId: string }> => {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).to.be.within(200, 201);
    return body as unknown as GrantView & { transactionId: string };
  };
  const refused = async (answer: Promise<Answer>): Promise<string> => {
    const { status, body } = await answer;
    return `${status} ${body.code as string}`;
  };
  const request = (by: string, what: object, more: object = {}): Promise<Answer> =>
    ask(by, '/v1/grants', { ...what, ...terms, ...more });
  const act = (by: string, id: string, what: string, more: object = {}): Promise<Answer> =>
    ask(by, `/v1/grants/${id}/${what}`, { basis, ...more });
  const listed = async (query: string): Promise<GrantView[]> =>
    (await ask('auditor', `/v1/grants?${query}`)).body.items as unknown as GrantView[];
  const toldOf = async (by: string, id: string): Promise<unknown[]> =>
    ((await ask(by, '/v1/events?limit=200')).body.items as JsonObject[])
      .filter(({ type }) => type === 'grant.changed')
      .map(({ data }) => data as JsonObject)
      .filter(({ key }) => key === `grant~${id}`)
      .map(({ operation }) => operation);

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock: () => now });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });
  beforeEach(() => {
    now = START;
  });

  it('and have it at once where it is shared unconditionally, once however often they ask under one key', async () => {
    const key = random16();
    const body = { ...BUILDERS, ...terms };
    const given = await grant(ask('housing-clerk', '/v1/grants', body, key));
    expect(given).to.deep.include({
      state: 'granted',
      requester: DEPARTMENTS.housing.code,
      provider: DEPARTMENTS.market.code,
      resource: '101001/0001',
      since: '2026-11-19T16:00:00Z',
      until: '2027-11-19T16:00:00Z',
    });
    expect(given.history.map(({ act: name }) => name)).to.deep.equal(['request', 'grant']);
    expect(await grant(ask('housing-clerk', '/v1/grants', body, key))).to.deep.equal(given);
    const check = { resource: '101001/0001', ...BUILDERS, demand: undefined };
    const answer = await ask('housing-clerk', `/v1/grants/${given.id}/check`, check);
    expect(answer.body, JSON.stringify(answer.body)).to.include({ covered: true, revision: 0 });
    const wider = await ask('housing-clerk', `/v1/grants/${given.id}/check`, {
      ...check,
      fields: ['capital'],
    });
    expect(wider.body).to.include({ covered: false, bar: 'GRANT_NOT_COVERED', field: 'fields' });
  });

  it('are refused by a law that is on record what the negative list keeps back, or goes beyond the demand', async () => {
    const kept = await grant(request('police-clerk', GUARDS));
    expect(kept.state).to.equal('refused');
    expect(kept.history.at(-1)!.refusal).to.deep.equal({
      ground: 'negativeList',
      law: '《中华人民共和国个人信息保护法》第二十八条',
      fields: ['legalPerson'],
    });
    const beyond = await grant(request('housing-clerk', { ...BUILDERS, fields: ['creditCode', 'scope'] }));
    expect(beyond.history.at(-1)!.refusal).to.deep.include({
      ground: 'fieldsBeyondDemand',
      fields: ['scope'],
    });
    expect((await listed('state=refused')).map(({ id }) => id)).to.have.members([kept.id, beyond.id]);
    const wrong = request('housing-clerk', { ...BUILDERS, demand: 'D999' });
    expect(await refused(wrong)).to.equal('404 CATALOGUE_ENTRY_UNKNOWN');
  });

  it('wait for the provider else, who decides on what it saw; both hear of it', async () => {
    const { id, clock, revision } = await grant(request('housing-clerk', PRESALE));
    expect(clock).to.deep.include({
      waitsFor: 'provider',
      due: '2026-12-04',
      workingDaysLeft: 10,
      overdue: false,
    });
    expect((await listed('waitsFor=provider')).map((one) => one.id)).to.deep.equal([id]);
    const decision = { decision: 'grant' };
    expect(await refused(act('market-clerk', id, 'decide', decision))).to.equal('403 OTHER_DEPARTMENT');
    expect(await refused(act('land-clerk', id, 'decide', { ...decision, expectedRevision: 7 }))).to.equal(
      '409 STALE',
    );
    const given = await grant(act('land-clerk', id, 'decide', { ...decision, expectedRevision: revision }));
    expect(given.state).to.equal('granted');
    expect(given).not.to.have.property('clock');
    for (const by of ['housing-clerk', 'land-clerk']) {
      await eventually(async () => {
        expect(await toldOf(by, id), by).to.deep.equal(['sharing.requestGrant', 'sharing.decideGrant']);
      });
    }
    expect(await toldOf('drug-clerk', id)).to.deep.equal([]);
  });

  it('have what nobody answered settled by the bureau: silence grants nothing', async () => {
    const { id } = await grant(request('housing-clerk', PRESALE));
    expect(await refused(act('housing-clerk', id, 'escalate'))).to.equal('422 GRANT_NOT_OVERDUE');
    now = START + 15 * DAY;
    const [late] = await listed('overdue=true');
    expect(late).to.deep.include({ id, state: 'requested' });
    expect(late!.clock).to.include({ waitsFor: 'provider', workingDaysLeft: 0, overdue: true });
    const escalated = await grant(act('housing-clerk', id, 'escalate'));
    expect(escalated.state).to.equal('requested');
    expect(escalated.clock).to.include({ waitsFor: 'bureau', due: '2026-12-11' });
    await eventually(async () => {
      expect(await toldOf('registrar', id)).to.deep.equal(['sharing.escalateGrant']);
    });
    const settled = await grant(act('registrar', id, 'resolve-dispute', { decision: 'grant' }));
    expect(settled).to.include({ state: 'granted' });
    expect(settled.history.at(-1)).to.include({ act: 'grant', by: DEPARTMENTS.data.code });
  });

  it('dispute a refusal before the bureau, which sets it aside or lets it stand', async () => {
    const { id } = await grant(request('housing-clerk', PRESALE));
    await grant(act('land-clerk', id, 'decide', { decision: 'refuse' }));
    expect(await refused(act('land-clerk', id, 'dispute'))).to.equal('403 OTHER_DEPARTMENT');
    const disputed = await grant(act('housing-clerk', id, 'dispute'));
    expect(disputed.clock).to.include({ waitsFor: 'bureau', due: '2026-12-04' });
    expect(await refused(act('housing-clerk', id, 'resolve-dispute', { decision: 'grant' }))).to.match(
      /^403/,
    );
    const settled = await grant(act('registrar', id, 'resolve-dispute', { decision: 'refuse' }));
    expect(settled.state).to.equal('refused');
    expect(await refused(act('housing-clerk', id, 'dispute'))).to.equal('422 GRANT_ACT_IMPOSSIBLE');
  });

  it('lose it by a pause, a withdrawal and the end of its time', async () => {
    const { id } = await grant(request('housing-clerk', BUILDERS));
    await grant(act('market-clerk', id, 'pause'));
    const release = { ...BUILDERS, demand: undefined, resource: '101001/0001' };
    const bar = async (): Promise<unknown> =>
      (await ask('housing-clerk', `/v1/grants/${id}/check`, release)).body.bar;
    expect(await bar()).to.equal('GRANT_PAUSED');
    await grant(act('market-clerk', id, 'resume'));
    expect(await bar()).to.equal(undefined);
    now = Date.parse('2027-11-20T00:00:00+08:00');
    expect(await bar()).to.equal('GRANT_EXPIRED');
    expect((await grant(ask('auditor', `/v1/grants/${id}`))).state).to.equal('expired');
    now = START;
    await grant(act('housing-clerk', id, 'withdraw'));
    expect(await bar()).to.equal('GRANT_WITHDRAWN');
  });

  it('have a quota whose leases are each taken once, however many race for them', async () => {
    const { id } = await grant(request('housing-clerk', BUILDERS));
    const { register } = city.hub('bureau').administration;
    const take = (index: number): Promise<unknown> =>
      register('market-clerk', 'sharing:leaseQuota', { grant: id, index });
    const raced = await Promise.allSettled([1, 1, 1, 1, 2, 2, 2, 3, 3, 4].map(take));
    expect(raced.filter(({ status }) => status === 'fulfilled')).to.have.length(3);
    const { items } = (await ask('auditor', `/v1/grants/${id}/leases`)).body as unknown as {
      items: LeaseView[];
    };
    expect(items.map(({ window, index, size }) => [window, index, size])).to.deep.equal([
      ['2026-11-20', 1, 40],
      ['2026-11-20', 2, 40],
      ['2026-11-20', 3, 20],
    ]);
    const first = (await ask('auditor', `/v1/grants/${id}/leases?limit=2`)).body;
    const rest = (await ask('auditor', `/v1/grants/${id}/leases?limit=2&cursor=${first.next as string}`))
      .body;
    expect(rest.items).to.deep.equal(items.slice(2));
  });

  it('stand in the audit list with who did what, on which law', async () => {
    const { id } = await grant(request('housing-clerk', PRESALE));
    await grant(act('land-clerk', id, 'decide', { decision: 'refuse' }));
    for (const [by, operation] of [
      ['housing-clerk', 'requestGrant'],
      ['land-clerk', 'decideGrant'],
    ] as const) {
      const { department } = named(by);
      const { body } = await ask(by, `/v1/audit/acts?limit=200&department=${department}`);
      const acts = (body.items as JsonObject[]).filter(({ key }) => key === `grant~${id}`);
      expect(acts, JSON.stringify(body).slice(0, 500)).to.have.length(1);
      expect(acts[0]).to.include({ operation: `sharing.${operation}`, department });
      if (by === 'land-clerk') expect(acts[0]).to.include({ law: basis.law });
    }
  });

  it('are listed page by page, by who asks, who has it, and what', async () => {
    const { code } = DEPARTMENTS.land;
    const all = await listed(`provider=${code}&resource=103001/0001&limit=200`);
    expect(all.length).to.be.greaterThan(1);
    expect(all.every(({ provider }) => provider === code)).to.equal(true);
    const pages: GrantView[] = [];
    for (let cursor = ''; ;) {
      const { body } = await ask('auditor', `/v1/grants?provider=${code}&limit=1${cursor}`);
      pages.push(...(body.items as unknown as GrantView[]));
      if (body.next === undefined) break;
      cursor = `&cursor=${body.next as string}`;
    }
    expect(pages.map(({ id }) => id)).to.deep.equal(all.map(({ id }) => id));
    expect(await listed(`requester=${DEPARTMENTS.police.code}&state=granted`)).to.deep.equal([]);
    expect(await refused(ask('auditor', '/v1/grants?cursor=%2F'))).to.equal('400 FIELD_INVALID');
    expect(await refused(ask('auditor', `/v1/grants/${random16()}`))).to.equal('404 GRANT_UNKNOWN');
  });

  it('let a body operate public data, decided by the provider, and name to whom its products go', async () => {
    const operator = await newOperator(new SharingCity(city), {
      department: OPERATOR.code,
      id: 'D001',
      matter: '公共数据产品开发',
      purpose: '企业信用产品',
      resource: '101001/0001',
      fields: BUILDERS.fields,
      legalBasis: '公共数据授权运营管理办法',
      frequency: 'day',
    });
    const asked = {
      ...{ ...BUILDERS, matter: '公共数据产品开发', purpose: '企业信用产品' },
      kind: 'operation',
      onwardRecipients: [DEPARTMENTS.bankOne.code],
    };
    const { id, state } = await grant(city.ask(operator, '/v1/grants', { ...asked, ...terms }));
    expect(state).to.equal('requested');
    const given = await grant(act('market-clerk', id, 'decide', { decision: 'grant' }));
    expect(given).to.deep.include({
      state: 'granted',
      kind: 'operation',
      onwardRecipients: [DEPARTMENTS.bankOne.code],
    });
    const handedOn = { ...asked, kind: 'sharing' };
    expect(await refused(city.ask(operator, '/v1/grants', { ...handedOn, ...terms }))).to.equal(
      '400 FIELD_INVALID',
    );
  });
});
