import type { QueryAnswer, SignedReceipt } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { random16 } from '../support/contracts/people.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { nameSources, PROVIDER, RESOURCE, SharingCity, STRANGER } from '../support/sharing-city.js';

const ENTERPRISE = '91350100M000100Y43';

describe('data released under grants, from a PostgreSQL server', function () {
  this.timeout(120_000);
  let folder: string;
  let postgres: Postgres;
  let city: RunningCity;
  let here: SharingCity;

  before(async () => {
    folder = await newFolder();
    postgres = await startPostgres();
    await postgres.query(`
      CREATE TABLE enterprise (uscc text, ent_name text, status text, capital numeric, founded date, owner text);
      CREATE INDEX ON enterprise (uscc);
      INSERT INTO enterprise VALUES ('${ENTERPRISE}', '示例餐饮有限公司', '在业', 9007199254740993.50, '2026-01-05', '张三')`);
    await nameSources(folder, {
      kind: 'postgres',
      url: postgres.url,
      table: ['public', 'enterprise'],
      subject: 'uscc',
      items: { name: 'ent_name' },
    });
    city = await runCity(folder);
    here = new SharingCity(city);
    await here.prepare();
  });

  after(async () => {
    await city.stop();
    await postgres.stop();
    await removeFolder(folder);
  });

  const codeOf = ({ status, body }: Answer): unknown => (status === 200 ? status : body['code']);

  it('answers a department of the same hub with just the fields it may have', async () => {
    const grant = await here.grant({ fields: ['name', 'capital', 'founded'] });
    const { status, body } = await here.ask(grant, { fields: ['founded', 'name', 'capital'] });
    expect(status, JSON.stringify(body)).to.equal(200);
    const { data, release } = body as unknown as QueryAnswer;
    expect('rows' in data && data.rows).to.deep.equal([
      { founded: '2026-01-05', name: '示例餐饮有限公司', capital: '9007199254740993.50' },
    ]);
    expect(release.record).to.include({ kind: 'release', provider: PROVIDER, rows: 1, removed: 0, grant });
  });

  it('answers a department of another hub by a signed letter, which acknowledges', async () => {
    const grant = await here.grant({}, STRANGER);
    const { status, body } = await here.ask(grant, {}, 'audit-clerk');
    expect(status, JSON.stringify(body)).to.equal(200);
    const { id } = body as unknown as QueryAnswer;
    await city.hub('auditor').administration.sharing.turn();
    const kept = await city.ask(here.named('audit-clerk'), `/v1/sharing/queries/${id}`);
    expect(kept.body['standing']).to.equal('acknowledged');
    const open = await city.ask(
      here.named('market-clerk'),
      `/v1/sharing/receipts/open?provider=${PROVIDER}&requester=${STRANGER}`,
    );
    expect(open.body).to.deep.equal({ items: [] });
  });

  it('releases nothing that the negative list keeps back since, nor of a resource that was retired', async () => {
    const { register } = city.hub('bureau').administration;
    const grant = await here.grant({ fields: ['name', 'address'] });
    const kept = { department: PROVIDER, id: 'N1', resource: RESOURCE, field: 'address' };
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await register('market-clerk', 'catalogue:putNegatives', {
      entries: [{ ...kept, law: '个人信息保护法第二十八条', until }],
    });
    expect(codeOf(await here.ask(grant, { fields: ['address'] }))).to.equal('GRANT_KEPT_BACK');
    expect(codeOf(await here.ask(grant, { fields: ['name'] }))).to.equal(200);
    const entry = { kind: 'resource', code: RESOURCE };
    const reason = '并入另一资源';
    await register('market-clerk', 'catalogue:retire', { entries: [{ entry, reason, expectedRevision: 0 }] });
    expect(codeOf(await here.ask(grant, { fields: ['name'] }))).to.equal('GRANT_RESOURCE_RETIRED');
    await here.stand(1);
    expect(codeOf(await here.ask(grant, { fields: ['name'] }))).to.equal(200);
  });

  it('refuses to ask another hub twice under one id, and keeps what came of the first', async () => {
    const grant = await here.grant({}, STRANGER);
    const id = random16();
    const twice = await Promise.all([1, 2].map(() => here.ask(grant, { id }, 'audit-clerk')));
    expect(twice.map(codeOf)).to.have.members([200, 'QUERY_REPLAYED']);
    const kept = (): Promise<Answer> => city.ask(here.named('audit-clerk'), `/v1/sharing/queries/${id}`);
    const first = await kept();
    expect(first.body['standing']).to.equal('acknowledged');
    expect(codeOf(await here.ask(grant, { id, subject: 'somebody else' }, 'audit-clerk'))).to.equal(
      'QUERY_REPLAYED',
    );
    expect((await kept()).body).to.deep.equal(first.body);
  });

  it('releases nothing once the grant is paused or withdrawn, and records why', async () => {
    const grant = await here.grant();
    expect(codeOf(await here.ask(grant))).to.equal(200);
    await here.act('pause', grant);
    expect(codeOf(await here.ask(grant))).to.equal('GRANT_PAUSED');
    await here.act('resume', grant);
    const id = 'B'.repeat(21) + 'A';
    expect(codeOf(await here.ask(grant, { id }))).to.equal(200);
    expect(codeOf(await here.ask(grant, { id }))).to.equal('QUERY_REPLAYED');
    await here.act('withdraw', grant);
    const refused = 'C'.repeat(21) + 'A';
    expect(codeOf(await here.ask(grant, { id: refused }))).to.equal('GRANT_WITHDRAWN');
    const { body } = await city.ask(here.named('housing-clerk'), `/v1/sharing/queries/${refused}`);
    expect(body['standing']).to.equal('refused');
    expect((body['outcome'] as unknown as SignedReceipt).record).to.include({ code: 'GRANT_WITHDRAWN' });
  });
});
