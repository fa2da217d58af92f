import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ACCESS_OBJECTION_PURPOSE,
  ACCESS_VIEW_PURPOSE,
  generateUscc,
  objectionNonce,
  receiptDigest,
  type JsonObject,
  type OwnAccess,
  type QueryAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { subjectHolder } from '@hanlian/gateway/sharing/openings';
import { expect } from 'chai';
import { codeOf, made } from '../support/answers.js';
import { Citizen } from '../support/citizen.js';
import { runCity, type Answer } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16, random32 } from '../support/contracts/people.js';
import { Holder } from '../support/contracts/sharing.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import {
  demandOf,
  nameRecords,
  NEIGHBOUR,
  PROVIDER,
  PURPOSE,
  SharingCity,
  STRANGER,
} from '../support/sharing-city.js';

const DAY = 86_400;
const INVESTIGATION = '执法调查';

describe('those whose data is read', function () {
  this.timeout(120_000);
  const started = Date.parse('2026-11-20T12:00:00+08:00');
  let now = started;
  let folder: string;
  let here: SharingCity;
  let people: ConsentingCity;
  const citizen = new Citizen('101');
  const unread = new Citizen('103');

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    await appendFile(
      join(folder, 'enterprises.jsonl'),
      `${JSON.stringify({ uscc: citizen.code, name: '赵安宁', status: '在业' })}\n`,
    );
    const city = await runCity(folder, { clock: () => now });
    here = new SharingCity(city, () => now);
    await here.prepare();
    people = new ConsentingCity(city, () => now);
    await people.prepare();
    await Promise.all([citizen, unread].map((each) => each.obtain(city)));
    const { register } = city.hub('bureau').administration;
    await register('housing-clerk', 'catalogue:putDemands', {
      entries: [{ ...demandOf(NEIGHBOUR), id: 'D2', purpose: INVESTIGATION }],
    });
  });
  after(async () => {
    await here.city.stop();
    await removeFolder(folder);
  });

  const seconds = (): number => Math.floor(now / 1000);
  const said = (kind: string, by: Holder, more: object = {}): JsonObject => ({
    ...{ v: 1, kind, holder: by.code, holderKey: by.keyId, audience: PROVIDER },
    ...{ intent: random16(), issuedAt: seconds(), ...more },
  });
  const post = (path: string, body: object): Promise<Answer> =>
    here.city.ask('bureau', `/v1/accesses/${path}`, body);
  const signed = (statement: object, by: Holder): object => ({ statement, signature: by.sign(statement) });
  const view = (by = people.enterprise, more: object = {}): Promise<Answer> =>
    post('view', signed(said('access-view', by, more), by));
  const seen = async (answer: Promise<Answer>): Promise<OwnAccess[]> =>
    made(await answer).items as unknown as OwnAccess[];
  const shown = async (by: Citizen, purpose = ACCESS_VIEW_PURPOSE): Promise<object> => ({
    presentation: await by.show({ audience: PROVIDER, purpose, at: seconds() }),
    audience: PROVIDER,
  });
  const object = (query: string, by = people.enterprise): Promise<Answer> => {
    const about = { requester: NEIGHBOUR, query, reason: '本企业未申请该事项' };
    return post('objections', signed(said('access-objection', by, about), by));
  };
  const released = async (grant: string, more: object = {}, by?: string): Promise<QueryAnswer> =>
    made(await here.ask(grant, more, by)) as unknown as QueryAnswer;

  it('see who had which fields, when, what for and by which law, newest first', async () => {
    const first = await released(await here.grant());
    now += 60_000;
    const second = await released(await here.grant({}, STRANGER), { fields: ['name'] }, 'audit-clerk');
    const [newer, older, ...others] = await seen(view());
    expect(others).to.deep.equal([]);
    expect(newer).to.include({ requester: STRANGER, query: second.id, at: '2026-11-20T04:01:00Z' });
    const { receipt, authority, ...facts } = older!;
    expect(facts).to.deep.equal({
      ...{ provider: PROVIDER, requester: NEIGHBOUR, at: '2026-11-20T04:00:00Z', query: first.id },
      ...{ resource: '307013/1', fields: ['name', 'status'], purpose: PURPOSE, matter: '建筑业企业资质核准' },
      ...{ operator: 'op-17', system: '行政审批系统' },
    });
    expect(receipt).to.equal(receiptDigest(nodeHashes.sha256, first.release));
    const { grant } = first.release.record as { grant: string };
    expect(authority).to.deep.equal({ grant, law: '政务数据共享条例' });
  });

  it('prove that it is theirs: forged, replayed, stale or meant for another hub, a question is answered to nobody', async () => {
    const { enterprise } = people;
    const statement = said('access-view', enterprise);
    const stranger = new Holder(enterprise.code);
    expect(codeOf(await post('view', signed(statement, stranger)))).to.equal('SIGNATURE_INVALID');
    made(await post('view', signed(statement, enterprise)));
    expect(codeOf(await post('view', signed(statement, enterprise)))).to.equal('STATEMENT_REPLAYED');
    expect(codeOf(await view(stranger))).to.equal('HOLDER_KEY_NOT_BOUND');
    expect(codeOf(await view(enterprise, { issuedAt: seconds() - 3600 }))).to.equal('STATEMENT_OUT_OF_TIME');
    expect(codeOf(await view(enterprise, { audience: STRANGER }))).to.equal('OTHER_DEPARTMENT');
    const text = await shown(citizen);
    made(await post('view', text));
    expect(codeOf(await post('view', text))).to.equal('STATEMENT_REPLAYED');
    expect(codeOf(await post('view', await shown(citizen, '办理开户')))).to.equal('PRESENTATION_NOT_VALID');
    const named = await citizen.show({
      ...{ audience: PROVIDER, purpose: ACCESS_VIEW_PURPOSE, at: seconds(), names: ['validOn'] },
    });
    expect(codeOf(await post('view', { presentation: named, audience: PROVIDER }))).to.equal(
      'PRESENTATION_NOT_VALID',
    );
    expect(codeOf(await post('view', { presentation: 'a.b.c~', audience: PROVIDER }))).to.equal(
      'PRESENTATION_NOT_VALID',
    );
  });

  // A department that a person showed its card to at the counter would otherwise see who else had read of it; and by
  // asking it would have spoilt what was to be shown.
  it('show a certificate for just this: one shown for something else is not used up by trying', async () => {
    const text = await citizen.show({ audience: PROVIDER, purpose: '办理开户', at: seconds() });
    expect(codeOf(await post('view', { presentation: text, audience: PROVIDER }))).to.equal(
      'PRESENTATION_NOT_VALID',
    );
    const file = Buffer.from(text).toString('base64');
    const { verdict } = made(await here.city.ask(here.named('market-clerk'), '/v1/verifications', { file }));
    expect(verdict).to.equal('VALID');
  });

  it('are told the same whether nobody read of them or nobody knows them', async () => {
    const other = new Holder(
      generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000070' }),
    );
    await people.bind(other);
    expect(made(await view(other))).to.deep.equal({ items: [] });
    expect(made(await post('view', await shown(unread)))).to.deep.equal({ items: [] });
  });

  it('as persons see theirs by a certificate, and nobody else’s', async () => {
    const { id } = await released(await here.grant(), { subject: citizen.code });
    const mine = await seen(post('view', await shown(citizen)));
    expect(mine.map(({ query }) => query)).to.deep.equal([id]);
    expect((await seen(view())).some(({ query }) => query === id)).to.equal(false);
  });

  it('are not told that there is an investigation until it is closed, by no count and no gap', async () => {
    const before = made(await view());
    const grant = await here.grant({
      ...{ demand: { department: NEIGHBOUR, id: 'D2' }, purpose: INVESTIGATION },
    });
    const { id } = await released(grant, { purpose: INVESTIGATION });
    expect(made(await view())).to.deep.equal(before);
    const all = await here.city.ask(here.named('market-clerk'), `/v1/audit/accesses?grant=${grant}`);
    expect(made(all).items).to.have.length(1);
    // To object to what is held back is to object to nothing.
    expect(codeOf(await object(id))).to.equal('ACCESS_UNKNOWN');
    expect(codeOf(await object(random16()))).to.equal('ACCESS_UNKNOWN');
    expect(codeOf(await post('view', { ...(await pageOf(id)) }))).to.equal('FIELD_INVALID');
    expect(codeOf(await post('view', { ...(await pageOf(random16())) }))).to.equal('FIELD_INVALID');
    now += DAY * 1000;
    await here.city.hub('bureau').administration.register('housing-clerk', 'sharing:closeGrantCase', {
      ...{ id: grant, person: 'OFFICER1', expectedRevision: 0 },
      basis: { law: '行政处罚法', digest: random32() },
    });
    expect((await seen(view())).map(({ query }) => query)).to.include(id);
  });

  const pageOf = (cursor: string): Promise<object> => {
    const by = people.enterprise;
    return Promise.resolve({ ...signed(said('access-view', by), by), cursor });
  };

  it('read on page by page behind the last access of a page', async () => {
    const [newest, ...older] = await seen(view());
    const next = await seen(post('view', await pageOf(newest!.query)));
    expect(next).to.deep.equal(older);
  });

  it('object, and the department that read must answer in time, to them as to the auditor', async () => {
    const { id } = await released(await here.grant());
    const filed = made(await object(id));
    expect(filed).to.include({ department: NEIGHBOUR, standing: 'open' });
    expect(made(await object(id))).to.deep.equal(filed);
    const place = `/v1/findings/${filed.finding as string}`;
    const finding = made(await here.city.ask(here.named('auditor'), place));
    expect(finding).to.include({ code: 'OBJECTION', reportedBy: PROVIDER, due: filed.due });
    expect(finding.about).to.include({ provider: PROVIDER, requester: NEIGHBOUR });
    expect(JSON.stringify(finding)).not.to.contain(people.enterprise.code);
    for (const caller of ['housing-clerk', 'market-clerk']) {
      await eventually(async () => {
        const { items } = made(await here.city.ask(here.named(caller), '/v1/events?after=0&limit=200'));
        const keys = (items as { data: JsonObject }[]).map(({ data }) => data.key);
        expect(keys).to.include(`finding~${filed.finding as string}`);
      });
    }
    now = Date.parse(filed.due as string);
    const [late] = (await seen(view())).filter(({ query }) => query === id);
    expect(late?.objection).to.include({ standing: 'overdue' });
    const answer = { reply: 'explained', basis: { law: '政务数据共享条例', document: '依法核验' } };
    made(await here.city.ask(here.named('housing-clerk'), `${place}/answers`, answer));
    const [settled] = (await seen(view())).filter(({ query }) => query === id);
    expect(settled?.objection).to.include({ standing: 'answeredLate' });
    expect(settled?.objection?.answers).to.have.length(1);
  });

  // Each signed anew, two of them made two findings.
  it('object once: of two objections sent at once, both are answered with the one finding', async () => {
    const findings = async (): Promise<string[]> => {
      const { items } = made(await here.city.ask(here.named('auditor'), '/v1/findings?limit=200'));
      return (items as { id: string }[]).map(({ id }) => id);
    };
    const before = await findings();
    const { id } = await released(await here.grant());
    const [one, other] = await Promise.all([object(id), object(id)]);
    expect(made(one)).to.deep.equal(made(other));
    expect((await findings()).filter((each) => !before.includes(each))).to.deep.equal([made(one).finding]);
  });

  it('object as persons by a certificate whose proof covers what they say', async () => {
    const [access] = await seen(post('view', await shown(citizen)));
    const objection = { requester: NEIGHBOUR, query: access!.query, reason: '未曾办理该事项' };
    const shownFor = async (nonce: string): Promise<object> => ({
      presentation: await citizen.show({
        ...{ audience: PROVIDER, purpose: ACCESS_OBJECTION_PURPOSE, at: seconds(), nonce },
      }),
      audience: PROVIDER,
      objection,
    });
    const other = objectionNonce(nodeHashes.sha256, { ...objection, reason: '没有意见' });
    expect(codeOf(await post('objections', await shownFor(other)))).to.equal('PRESENTATION_NOT_VALID');
    const body = await shownFor(objectionNonce(nodeHashes.sha256, objection));
    const filed = made(await post('objections', body));
    expect(filed).to.include({ department: NEIGHBOUR, standing: 'open' });
    expect(made(await post('objections', body))).to.deep.equal(filed);
  });

  // What the enterprise wrote lay encrypted at the provider's hub, and nobody could answer to it.
  it('say why to the provider and to who audits its hub, until they are erased', async () => {
    const { id } = await released(await here.grant());
    const { finding } = made(await object(id));
    const reader = await here.employ('bureau', {
      ...{
        id: 'inner-auditor',
        name: '内审员',
        role: 'auditor',
        department: DEPARTMENTS.data,
        person: 'O103',
      },
    });
    const reasonFor = async (caller: SampleCallerKey): Promise<unknown> =>
      made(await here.city.ask(caller, `/v1/findings/${finding as string}`)).reason;
    const reasons = (): Promise<unknown[]> =>
      Promise.all([here.named('market-clerk'), reader].map((caller) => reasonFor(caller)));
    expect(await reasons()).to.deep.equal(['本企业未申请该事项', '本企业未申请该事项']);
    for (const other of ['housing-clerk', 'land-clerk', 'operator', 'auditor']) {
      expect(await reasonFor(here.named(other)), other).to.equal(undefined);
    }
    const { items } = made(await here.city.ask(reader, '/v1/findings'));
    expect(JSON.stringify(items)).not.to.contain('本企业未申请该事项');
    const { department, about, evidence, basis } = made(
      await here.city.ask(reader, `/v1/findings/${finding as string}`),
    );
    const copy = random16();
    await here.city.hub('auditor').administration.register('auditor', 'sharing:reportFinding', {
      ...{
        id: copy,
        code: 'OBJECTION',
        department,
        about,
        evidence,
        basis: { law: '审计法第五十二条', digest: basis },
      },
    } as JsonObject);
    expect(made(await here.city.ask(reader, `/v1/findings/${copy}`)).reason).to.equal(undefined);
    await here.city.hub('bureau').administration.holderKeys.erase(subjectHolder(people.enterprise.code));
    expect(await reasons()).to.deep.equal([undefined, undefined]);
  });
});
