import { randomBytes } from 'node:crypto';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { callerOf } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const DAY = 86_400_000;

describe('findings of an audit', function () {
  this.timeout(120_000);
  const started = Date.parse('2026-11-20T12:00:00+08:00');
  let now = started;
  let folder: string;
  let city: RunningCity;
  const evidence = randomBytes(32).toString('base64url');

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock: () => now });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const finding = {
    code: 'RELEASE_NOT_COVERED',
    department: DEPARTMENTS.market.code,
    about: { provider: DEPARTMENTS.market.code, requester: DEPARTMENTS.housing.code, seq: 7 },
    evidence,
    basis: { law: '审计法第五十二条', document: '示例审〔2026〕7号' },
  };
  const reply = (text: string): object => ({
    reply: 'corrected',
    basis: { law: '审计法第五十二条', document: text },
  });

  it('stand on the ledger, are overdue where nobody answers, and show an answer that came late', async () => {
    const reported = await city.ask(named('auditor'), '/v1/findings', finding);
    expect(reported.status, JSON.stringify(reported.body)).to.equal(201);
    const { id } = reported.body as { id: string };
    // Ten working days from Friday 20 November, to the end of 4 December at +08:00.
    expect(reported.body).to.include({ standing: 'open', due: '2026-12-04T16:00:00Z', evidence });
    const place = `/v1/findings/${id}`;
    expect((await city.ask(named('market-clerk'), place)).body).to.include({ standing: 'open' });
    now = started + 15 * DAY;
    const overdue = await city.ask(named('auditor'), '/v1/findings?standing=overdue');
    expect((overdue.body.items as { id: string }[]).map((each) => each.id)).to.deep.equal([id]);
    const answered = await city.ask(named('market-clerk'), `${place}/answers`, reply('已撤销该接口'));
    expect(answered.status, JSON.stringify(answered.body)).to.equal(201);
    expect(answered.body).to.include({ standing: 'answeredLate', revision: 1 });
    const seen = await city.ask(named('auditor'), place);
    const [answer] = seen.body.answers as [Record<string, unknown>];
    expect(answer).to.include({ reply: 'corrected', by: DEPARTMENTS.market.code, person: 'O201' });
    expect(seen.body).to.include({ standing: 'answeredLate' });
    const none = await city.ask(named('auditor'), '/v1/findings?standing=overdue');
    expect(none.body.items).to.deep.equal([]);
  });

  it('are reported by an audit office alone, and answered by their own department', async () => {
    expect((await city.ask(named('market-clerk'), '/v1/findings', finding)).status).to.equal(403);
    const { body } = await city.ask(named('auditor'), '/v1/findings', finding);
    const place = `/v1/findings/${body.id as string}/answers`;
    const other = await city.ask(named('housing-clerk'), place, reply('不是我们'));
    expect([other.status, other.body.code]).to.deep.equal([403, 'OTHER_DEPARTMENT']);
    const nowhere = await city.ask(named('market-clerk'), `/v1/findings/${'A'.repeat(22)}`);
    expect(nowhere.body.code).to.equal('FINDING_UNKNOWN');
  });

  it('are listed page by page, and by department', async () => {
    const first = await city.ask(named('market-clerk'), '/v1/findings?limit=1');
    const second = await city.ask(
      named('market-clerk'),
      `/v1/findings?limit=1&cursor=${first.body.next as string}`,
    );
    const ids = [first, second].flatMap(({ body }) => (body.items as { id: string }[]).map(({ id }) => id));
    expect(new Set(ids).size).to.equal(2);
    const others = await city.ask(
      named('market-clerk'),
      `/v1/findings?department=${DEPARTMENTS.housing.code}`,
    );
    expect(others.body.items).to.deep.equal([]);
  });
});
