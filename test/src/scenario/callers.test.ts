import '../support/quiet.js';
import { execFileSync } from 'node:child_process';
import type { CallerAnswer, JsonObject } from '@hanlian/chaincode/domain';
import { runCommand } from '@hanlian/gateway/commands/index';
import { readConfig, type Config } from '@hanlian/gateway/config';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { permitFor } from '../support/permit.js';
import { sendFile, settled } from '../support/uploads.js';

type Made = CallerAnswer & { readonly key: string };

const MARKET = DEPARTMENTS.market.code;
const clerk = { name: '新经办', role: 'clerk', department: MARKET, person: 'O203' };
const permit = (
  premises: string,
): Record<'type' | 'basis' | 'certificates', unknown> & { certificates: object[] } => ({
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕31号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises },
    },
  ],
});

const certificateRequest = (): string =>
  execFileSync('openssl', [
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', '/dev/null', '-subj', '/CN=own'],
  ]).toString();

describe('whom an operator appoints', function () {
  this.timeout(60_000);
  let folder: string;
  let city: RunningCity;
  let ids = 0;
  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const operator = (): SampleCallerKey => named('operator');
  const as = ({ key }: { readonly key?: string | undefined }): SampleCallerKey => ({
    ...operator(),
    key: key!,
  });
  const ask = (by: SampleCallerKey, path: string, body?: object, key?: string): Promise<Answer> =>
    city.ask(by, path, body, key);
  const make = async (facts: object = clerk, by = operator()): Promise<Made> => {
    const { status, body } = await ask(by, '/v1/callers', { id: `clerk-${++ids}`, ...facts });
    expect(status, JSON.stringify(body)).to.equal(201);
    return body as unknown as Made;
  };
  const refused = async (answer: Promise<Answer>, status: number, code: string): Promise<void> => {
    const { status: given, body } = await answer;
    expect({ status: given, code: body.code }, JSON.stringify(body)).to.deep.equal({ status, code });
  };
  const change = (id: string, facts: object, by = operator(), headers = {}): Promise<Answer> =>
    city.put(by, `/v1/callers/${id}`, facts, headers);
  const config = (): Config => readConfig({ HANLIAN_DATA: folder, HANLIAN_PORT: '0' });
  const offline = async (command: string, ...given: string[]): Promise<readonly string[]> => {
    await city.stop();
    try {
      return (await runCommand(config(), command, given)).lines;
    } finally {
      city = await runCity(folder);
    }
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('issues certificates with the key shown once, also after a restart', async () => {
    const { id, key, scopes, revision } = await make();
    expect({ revision, may: scopes.includes('license:issue') }).to.deep.equal({ revision: 0, may: true });
    expect((await ask(as({ key }), '/v1/licenses', permit('示例路1号'))).status).to.equal(201);
    await city.stop();
    city = await runCity(folder);
    expect((await ask(as({ key }), '/v1/licenses', permit('示例路2号'))).status).to.equal(201);
    const shown = await ask(operator(), `/v1/callers/${id}`);
    expect(JSON.stringify(shown.body)).to.include(id).and.not.include('hlk_');
  });

  it('is made once for one Idempotency-Key, and the repeated answer has no key', async () => {
    const body = { id: 'once', ...clerk };
    const [first, again] = [
      await ask(operator(), '/v1/callers', body, 'make-once'),
      await ask(operator(), '/v1/callers', body, 'make-once'),
    ];
    expect([first.status, again.status]).to.deep.equal([201, 201]);
    expect([typeof first.body.key, again.body.key]).to.deep.equal(['string', undefined]);
    await refused(ask(operator(), '/v1/callers', body), 409, 'CALLER_TAKEN');
  });

  it('is listed by id, page by page', async () => {
    const first = (await ask(operator(), '/v1/callers?limit=3')).body as {
      items: JsonObject[];
      next: string;
    };
    const second = (await ask(operator(), `/v1/callers?limit=3&cursor=${first.next}`)).body as typeof first;
    const seen = [...first.items, ...second.items].map(({ id }) => id as string);
    expect(seen)
      .to.have.length(6)
      .and.to.deep.equal([...new Set(seen)].sort());
  });

  it('is of a registered department of this organisation', async () => {
    const of = (department: string): Promise<Answer> =>
      ask(operator(), '/v1/callers', { id: 'elsewhere', ...clerk, department });
    await refused(of('91350100M000100Y43'), 422, 'DEPARTMENT_UNKNOWN');
    await refused(of(DEPARTMENTS.bankOne.code), 403, 'WRONG_MSP');
  });

  it('is no registrar: whoever could make both callers and officers could be two people', async () => {
    const registrar = { ...clerk, role: 'registrar', department: DEPARTMENTS.data.code };
    await refused(ask(operator(), '/v1/callers', { id: 'keeper', ...registrar }), 422, 'ROLE_NOT_GRANTED');
    const { id } = await make();
    await refused(change(id, registrar), 422, 'ROLE_NOT_GRANTED');
    await refused(change('registrar', clerk), 422, 'ROLE_NOT_GRANTED');
  });

  it('has no more than the role, and an operator no more than its maker', async () => {
    const foreign = { id: 'foreign', ...clerk, scopes: ['registry:putType'] };
    await refused(ask(operator(), '/v1/callers', foreign), 400, 'FIELD_INVALID');
    const second = { ...clerk, role: 'operator', department: DEPARTMENTS.data.code };
    const narrow = await make({ ...second, scopes: ['caller:manage', 'credential:manage'] });
    const peer = { id: 'peer', ...second };
    await refused(ask(as(narrow), '/v1/callers', peer), 422, 'SCOPE_NOT_HELD');
    await refused(change('operator', second, as(narrow)), 422, 'SCOPE_NOT_HELD');
    await refused(change(narrow.id, second, as(narrow)), 403, 'FORBIDDEN');
    await refused(ask(as(narrow), '/v1/credentials?caller=operator'), 403, 'FORBIDDEN');
    expect((await make({ ...second, scopes: ['caller:manage'] }, as(narrow))).scopes).to.deep.equal([
      'caller:manage',
    ]);
  });

  it('has what was granted and no more, whichever key it makes', async () => {
    const { key } = await make({ ...clerk, scopes: ['credential:manage', 'license:get'] });
    const own = { kind: 'key', name: 'own' };
    const made = (await ask(as({ key }), '/v1/credentials', own)).body as unknown as Made;
    expect(made.scopes).to.deep.equal(['credential:manage', 'license:get']);
    const wide = { ...own, scopes: ['license:issue'] };
    await refused(ask(as({ key }), '/v1/credentials', wide), 422, 'SCOPE_NOT_HELD');
    await refused(ask(as(made), '/v1/licenses', permit('示例路3号')), 403, 'FORBIDDEN');
  });

  it('changes at once, on the revision it was decided on', async () => {
    const { id, key } = await make();
    const narrowed = { ...clerk, scopes: ['license:get'] };
    const first = await change(id, narrowed, operator(), { 'if-match': '"0"' });
    expect(first.body)
      .to.include({ revision: 1 })
      .and.to.deep.include({ scopes: ['license:get'] });
    await refused(ask(as({ key }), '/v1/licenses', permit('示例路4号')), 403, 'FORBIDDEN');
    await refused(change(id, clerk, operator(), { 'if-match': '"0"' }), 412, 'STALE');
    await refused(change('nobody', clerk), 404, 'NOT_FOUND');
  });

  it('acts for its new department with a certificate that says so', async () => {
    const { id, key } = await make({ ...clerk, department: DEPARTMENTS.drug.code });
    const wrong = await ask(as({ key }), '/v1/licenses', permit('示例路5号'));
    expect(wrong.status, JSON.stringify(wrong.body)).to.be.within(400, 499);
    expect((await change(id, clerk)).body).to.include({ department: MARKET });
    const right = await ask(as({ key }), '/v1/licenses', permit('示例路5号'));
    expect(right.status, JSON.stringify(right.body)).to.equal(201);
  });

  it('once disabled is let in by nothing it had, for good', async () => {
    const { id, key } = await make();
    const own = (await ask(as({ key }), '/v1/credentials', { kind: 'key', name: 'own' }))
      .body as unknown as Made;
    const disabled = await ask(operator(), `/v1/callers/${id}/disable`, {});
    expect(disabled.body, JSON.stringify(disabled.body)).to.include({ state: 'disabled' });
    const both = [key, own.key];
    for (const each of both) await refused(ask(as({ key: each }), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    await city.stop();
    city = await runCity(folder);
    for (const each of both) await refused(ask(as({ key: each }), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    await refused(change(id, clerk), 409, 'CALLER_DISABLED');
    await refused(ask(operator(), '/v1/callers', { id, ...clerk }), 409, 'CALLER_TAKEN');
    expect((await ask(operator(), `/v1/callers/${id}/disable`, {})).body).to.include({ state: 'disabled' });
    await refused(ask(operator(), '/v1/callers/nobody/disable', {}), 404, 'NOT_FOUND');
  });

  it('leaves what it prepared to others: a second person does not carry it out', async () => {
    const building = { ...clerk, department: DEPARTMENTS.housing.code, person: 'O501' };
    const { id, key } = await make(building);
    const prepared = await ask(as({ key }), '/v1/licenses', {
      type: TYPES.constructionPermit.code,
      basis: { law: '建筑法第七条', document: '示例建〔2026〕1号' },
      certificates: [permitFor()],
    });
    expect(prepared.status, JSON.stringify(prepared.body)).to.equal(202);
    await ask(operator(), `/v1/callers/${id}/disable`, {});
    const approve = ask(named('housing-reviewer'), `/v1/tasks/${prepared.body.id as string}/approve`, {});
    await refused(approve, 422, 'OFFICER_UNKNOWN');
  });

  it('signs with no more than it may still do: what a narrowed one prepared is not carried out', async () => {
    const building = { ...clerk, department: DEPARTMENTS.housing.code, person: 'O501' };
    const { id, key } = await make(building);
    const prepared = await ask(as({ key }), '/v1/licenses', {
      type: TYPES.constructionPermit.code,
      basis: { law: '建筑法第七条', document: '示例建〔2026〕2号' },
      certificates: [permitFor()],
    });
    expect(prepared.status, JSON.stringify(prepared.body)).to.equal(202);
    expect((await change(id, { ...building, scopes: ['license:get'] })).status).to.equal(200);
    const approve = ask(named('housing-reviewer'), `/v1/tasks/${prepared.body.id as string}/approve`, {});
    await refused(approve, 422, 'OFFICER_UNKNOWN');
  });

  describe('who goes to another department', () => {
    const drug = { ...clerk, department: DEPARTMENTS.drug.code };
    const line = JSON.stringify(permit('示例路7号').certificates[0]);
    const send = (by: Made): Promise<Answer> =>
      sendFile(as(by), `type=${TYPES.foodBusiness.code}`, 'application/x-ndjson', `${line}\n`);

    it('leaves no certificate behind that says the former, whichever it signed with before', async () => {
      // Only the newest was revoked: one whose key the caller keeps itself went on speaking for the department it had left.
      const { identities, callers } = city.hub('bureau').administration;
      const { id, key } = await make(drug);
      const first = callers.facts(id)!.identity;
      for (const name of ['own', 'second']) {
        const held = await ask(as({ key }), '/v1/identity', { name, request: certificateRequest() });
        expect(held.status, JSON.stringify(held.body)).to.equal(201);
      }
      const revoked: string[] = [];
      const revoke = identities.revoke.bind(identities);
      identities.revoke = (name) => {
        revoked.push(name);
        return revoke(name);
      };
      try {
        expect((await change(id, clerk)).status).to.equal(200);
      } finally {
        identities.revoke = revoke;
      }
      expect(revoked).to.have.members([first, `${id}-own`, `${id}-second`]);
    });

    it('lends its new one to no file of the former, whose colleagues still hold it', async () => {
      // The colleague began the sender's file, and its certificates were issued in the name of the sender's new department.
      const [sender, colleague] = [await make({ ...drug, person: 'O204' }), await make(drug)];
      const sent = await send(sender);
      expect(sent.status, JSON.stringify(sent.body)).to.equal(202);
      const job = sent.body.id as string;
      expect((await settled(city, as(colleague), job)).counts).to.include({ good: 1 });
      expect((await change(sender.id, { ...clerk, person: 'O204' })).body).to.include({ department: MARKET });
      const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕32号' };
      const begun = await ask(as(colleague), `/v1/jobs/${job}/start`, { basis, rows: 'good' });
      expect(begun.status, JSON.stringify(begun.body)).to.equal(202);
      const { state, errors, batches } = await settled(city, as(colleague), job);
      expect({ state, batches, codes: errors.map(({ code }) => code) }).to.deep.equal({
        state: 'stopped',
        batches: [],
        codes: ['OFFICER_UNKNOWN'],
      });

      const accredited = `/v1/accreditations/${drug.department}/${TYPES.foodBusiness.code}`;
      expect((await city.put(named('registrar'), accredited, { since: '2026-01-01' })).status).to.equal(201);
      // It was a dead end: whoever resumed it, it stopped again for the sender's sake.
      const narrow = await make({ ...drug, scopes: ['job:manage', 'job:read'] });
      await refused(ask(as(narrow), `/v1/jobs/${job}/resume`, {}), 403, 'FORBIDDEN');
      const resumed = await ask(as(colleague), `/v1/jobs/${job}/resume`, {});
      expect(resumed.body, JSON.stringify(resumed.body)).to.include({ person: drug.person });
      const done = await settled(city, as(colleague), job);
      expect(done, JSON.stringify(done)).to.include({ state: 'done', person: drug.person });
      const { items } = (await ask(as(colleague), `/v1/jobs/${job}/rows`)).body as { items: JsonObject[] };
      const license = await ask(as(colleague), `/v1/licenses/${items[0]!.id as string}`);
      expect(license.body, JSON.stringify(license.body)).to.include({ issuer: drug.department });
      const acts = await ask(named('auditor'), `/v1/audit/acts?department=${drug.department}&limit=200`);
      const issues = (acts.body.items as JsonObject[]).filter(
        ({ operation, type }) => operation === 'license.openBatch' && type === TYPES.foodBusiness.code,
      );
      expect(issues.map(({ person }) => person)).to.deep.equal([drug.person]);
    });
  });

  const leavings: Readonly<Record<string, (id: string) => Promise<Answer>>> = {
    'is disabled': (id) => ask(operator(), `/v1/callers/${id}/disable`, {}),
    'is another person’s now': (id) => change(id, { ...clerk, person: 'O299' }),
  };
  Object.entries(leavings).forEach(([what, leaves], i) =>
    it(`has what was begun of its file brought to its end once, though it ${what}`, async () => {
      const [sender, colleague] = [await make(), await make()];
      const line = JSON.stringify(permit(`示例路8号之${i}`).certificates[0]);
      const type = TYPES.foodBusiness.code;
      const sent = await sendFile(as(sender), `type=${type}`, 'application/x-ndjson', `${line}\n`);
      const job = sent.body.id as string;
      await settled(city, as(colleague), job);

      // The batch is issued, and the hub does not come to note it; then the sender leaves.
      const { requests } = city.hub('bureau').administration.licenses;
      const write = requests.write.bind(requests);
      let issued = 0;
      requests.write = async (...given: Parameters<typeof write>) => {
        const answer = await write(...given);
        issued += 1;
        expect((await leaves(sender.id)).status).to.equal(200);
        requests.write = write;
        throw new Error(`answer lost: ${JSON.stringify(answer).length}`);
      };
      const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕33号' };
      await ask(as(colleague), `/v1/jobs/${job}/start`, { basis, rows: 'all' });
      const { state, errors, batches } = await settled(city, as(colleague), job);
      expect({ state, errors, issued, batches: batches.length }).to.deep.equal({
        state: 'done',
        errors: [],
        issued: 1,
        batches: 1,
      });
    }),
  );

  it('does by the file no more than one by one', async () => {
    const { key } = await make({ ...clerk, scopes: ['job:manage', 'job:read'] });
    await refused(
      sendFile(as({ key }), `type=${TYPES.foodBusiness.code}`, 'text/csv', 'unitName\n'),
      403,
      'FORBIDDEN',
    );
  });

  it('takes no more at once or in a minute than its own limit, and others still may', async () => {
    const slow = await make({ ...clerk, limits: { perMinute: 3, atOnce: 1 } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await ask(as(slow), '/v1/credentials')).status);
    expect(statuses).to.deep.equal([200, 200, 200, 429, 429]);
    expect((await ask(named('market-clerk'), '/v1/credentials')).status).to.equal(200);
    const wide = { ...clerk, limits: { atOnce: 2 } };
    expect((await change(slow.id, wide)).body.limits).to.deep.equal({ atOnce: 2 });
    expect((await ask(as(slow), '/v1/credentials')).status).to.equal(200);
    const { position } = (await ask(as(slow), '/v1/events?limit=200')).body as { position: number };
    const waiting = `/v1/events?wait=1&after=${position}`;
    const many = Array.from({ length: 8 }, () => ask(as(slow), waiting));
    const answers = await Promise.all(many);
    expect(answers.map(({ status }) => status)).to.include(429);
  });

  it('is for operators alone', async () => {
    for (const id of ['market-clerk', 'registrar']) {
      await refused(ask(named(id), '/v1/callers'), 403, 'FORBIDDEN');
      await refused(ask(named(id), '/v1/callers', { id: 'mine', ...clerk }), 403, 'FORBIDDEN');
    }
  });

  describe('on the hub’s own machine', () => {
    it('a registrar is appointed, with a key shown once', async () => {
      const given = ['bureau', 'registrar', 'second-registrar', DEPARTMENTS.data.code, 'O104', '登记员乙'];
      const key = (await offline('caller-add', ...given)).at(-1)!;
      const since = { since: '2026-01-01' };
      const path = `/v1/accreditations/${MARKET}/${TYPES.constructionPermit.code}`;
      const answer = await city.put(as({ key }), path, since);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    });

    it('a caller that lost its last key gets another, and the lost one ends', async () => {
      const { id, key } = await make();
      const anew = (await offline('caller-key', 'bureau', id)).at(-1)!;
      await refused(ask(as({ key }), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      expect((await ask(as({ key: anew }), '/v1/credentials')).status).to.equal(200);
      expect((await offline('caller-list', 'bureau')).join('\n')).to.match(new RegExp(`^${id} +clerk`, 'm'));
    });

    it('what cannot be right is named before anything is opened', async () => {
      const add = async (...given: string[]): Promise<string> => {
        const told = Promise.resolve().then(() => runCommand(config(), 'caller-add', given));
        return told.then(
          () => 'nothing',
          (error: unknown) => (error as Error).message,
        );
      };
      expect(await add('bureau', 'king', 'first', MARKET, 'O201', '甲')).to.include('<role> cannot be king');
      expect(await add('bureau', 'clerk', 'First!', MARKET, 'O201', '甲')).to.include(
        '<id> cannot be First!',
      );
      const slip = `${MARKET.slice(0, -1)}5`;
      expect(await add('bureau', 'clerk', 'first', slip, 'O201', '甲')).to.include(
        `<department> cannot be ${slip}`,
      );
      expect(await add('bureau')).to.include('Usage: caller-add');
    });
  });
});
