import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type {
  CatalogueEntryAnswer,
  ConsistencyReport,
  DownloadVerdict,
  FilePlanAnswer,
  JsonObject,
  SigningAnswer,
} from '@hanlian/chaincode/domain';
import { settle } from '@hanlian/gateway/client/signing';
import { RESOURCES } from '@hanlian/gateway/seed/catalogue-resources';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { MEDIA } from '@hanlian/gateway/services/uploads/rejects';
import { expect } from 'chai';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';
import { sendFile } from '../support/uploads.js';

const MARKET = DEPARTMENTS.market.code;
const HEADER = [
  ...['信息资源代码【国】', '*信息资源名称', '分类', '摘要', '格式', '信息项标识', '信息项名称', '数据类型'],
  ...['长度', '共享类型', '共享条件', '共享方式', '是否开放', '更新周期', '发布日期', '涉密属性', '安全等级'],
];

/** A resource of two items as departments' templates have it: what stands in merged cells is said once. */
const rows = (code: string, share: string, condition: string): readonly (readonly string[])[] => [
  [
    ...[
      code,
      '特种设备检验结果',
      '部门',
      '定期检验结果',
      '数据库',
      'creditCode',
      '统一社会信用代码',
      '字符型C',
    ],
    ...['18', share, condition, '共享平台接口', '否', '每月', '2026/1/5', '非涉密', '2'],
  ],
  [...Array<string>(5).fill(''), 'result', '检验结果', 'C', '40', ...Array<string>(8).fill('')],
];
const csvOf = (...table: readonly (readonly string[])[]): string =>
  [HEADER, ...table].map((cells) => `${cells.join(',')}\r\n`).join('');

describe('catalogue and lists, over HTTP', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const ok = ({ status, body }: Answer, expected = 200): JsonObject => {
    expect(status, JSON.stringify(body)).to.equal(expected);
    return body;
  };
  const read = async (path: string, by = 'market-clerk'): Promise<JsonObject> =>
    ok(await city.ask(named(by), path));
  const consistency = async (query = ''): Promise<ConsistencyReport> =>
    (await read(`/v1/catalogue-consistency${query}`)) as unknown as ConsistencyReport;
  const entry = async (place: string): Promise<CatalogueEntryAnswer> =>
    (await read(`/v1/catalogue/${place}`)) as unknown as CatalogueEntryAnswer;
  const check = async (
    body: string | Uint8Array,
    { list = 'resources', by = 'market-clerk', media = MEDIA.csv, query = '' } = {},
  ): Promise<FilePlanAnswer> =>
    ok(
      await sendFile(named(by), query, media, body, undefined, `/v1/catalogue-files/${list}/check`),
    ) as unknown as FilePlanAnswer;
  const write = (
    body: string | Uint8Array,
    plan: string,
    { list = 'resources', media = MEDIA.csv, query = '', key = `file-${Math.random()}` } = {},
  ): Promise<Answer> =>
    sendFile(named('market-clerk'), `plan=${plan}${query}`, media, body, key, `/v1/catalogue-files/${list}`);
  const exported = async (list: string, query = ''): Promise<Buffer> => {
    const { url, key } = named('market-clerk');
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/v1/catalogue-files/${list}?department=${MARKET}${query}`, {
      headers,
    });
    expect(response.status).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('has a sample city whose lists agree, but for two resources that are owed', async () => {
    const { counts, found, total } = await consistency();
    expect(counts).to.deep.equal({ responsibilityWithoutResource: 2 });
    expect(found.map(({ resource }) => resource)).to.have.members(['306001/0006', '308001/0004']);
    expect(total).to.include({
      resources: RESOURCES.length,
      responsibilities: RESOURCES.length + 2,
      covered: RESOURCES.length,
      keptBack: RESOURCES.filter(({ share }) => share === 'none').length,
    });
  });

  it('is searched by department, resource, kind of sharing and text, page by page, by any hub', async () => {
    const own = RESOURCES.filter(({ provider, share }) => provider === MARKET && share === 'unconditional');
    const path = `/v1/catalogue/resources?department=${MARKET}&share=unconditional&limit=4`;
    const first = await read(path);
    const second = await read(`${path}&cursor=${encodeURIComponent(first.next as string)}`);
    const codes = [...(first.items as JsonObject[]), ...(second.items as JsonObject[])].map(
      ({ code }) => code,
    );
    expect(codes).to.deep.equal(own.map(({ code }) => code));
    const auditor = await city.ask(named('auditor'), '/v1/catalogue/demands?resource=101001/0001&text=保安');
    const [found, ...others] = ok(auditor).items as JsonObject[];
    expect(found).to.include({ department: DEPARTMENTS.police.code, resource: '101001/0001' });
    expect(others).to.deep.equal([]);
  });

  it('takes entries, shows what revisions differ in, and retires what is not needed', async () => {
    const clerk = named('market-clerk');
    const own = { id: 'R500', matter: '计量检定', legalBasis: '《计量法》第九条', resource: '307001/0500' };
    const answer = ok(
      await city.ask(clerk, '/v1/responsibilities', { entries: [{ ...own, due: '2030-01-01' }] }),
      201,
    );
    expect(answer.entries).to.deep.equal([
      { list: 'responsibilities', group: MARKET, item: 'R500', revision: 0 },
    ]);
    const changed = { ...own, due: '2030-06-30', expectedRevision: 0 };
    ok(await city.ask(clerk, '/v1/responsibilities', { entries: [changed] }), 201);
    const stale = await city.ask(clerk, '/v1/responsibilities', { entries: [changed] });
    expect([stale.status, stale.body.code]).to.deep.equal([409, 'STALE']);
    const place = `responsibilities/${MARKET}/R500`;
    const { history } = await entry(place);
    expect(history[0]?.differences).to.deep.equal([
      { field: 'due', before: '2030-01-01', after: '2030-06-30' },
    ]);
    const gone = { list: 'responsibilities', group: MARKET, item: 'R500', reason: '职责已划转' };
    ok(await city.ask(clerk, '/v1/catalogue-retirements', { entries: [gone] }));
    expect((await entry(place)).history.map(({ retired }) => retired)).to.deep.equal([true, false, false]);
    const foreign = await city.ask(named('housing-clerk'), '/v1/catalogue-retirements', {
      entries: [{ ...gone, list: 'resources', group: '307001', item: '0001' }],
    });
    expect([foreign.status, foreign.body.code]).to.deep.equal([403, 'OTHER_DEPARTMENT']);
  });

  // A clerk's key that could put nothing on the negative list took entries off it.
  it('retires an entry by who may put it alone', async () => {
    const narrow = { kind: 'key', name: 'retiring', scopes: ['catalogue:retire'] };
    const { key } = ok(await city.ask(named('market-clerk'), '/v1/credentials', narrow), 201);
    const { items } = await read(`/v1/catalogue/negatives?department=${MARKET}&limit=1`);
    const [{ id }] = items as [{ id: string }];
    const entries = [{ list: 'negatives', group: MARKET, item: id, reason: '不再需要' }];
    for (const caller of [named('finance-officer'), { ...named('market-clerk'), key: key as string }]) {
      const refused = await city.ask(caller, '/v1/catalogue-retirements', { entries });
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'FORBIDDEN']);
    }
    expect((await entry(`negatives/${MARKET}/${id}`)).history[0]?.retired).to.equal(false);
  });

  it('shows what a file would change before anything is written, and writes that and nothing else', async () => {
    const file = csvOf(...rows('307001/0601', '有条件共享', '限监管用途'), ...rows('307001/0602', '1', ''));
    const shown = await check(file);
    expect(shown.errors).to.deep.equal([]);
    expect(shown.counts).to.include({ rows: 4, added: 2, changed: 0 });
    expect((await city.ask(named('market-clerk'), '/v1/catalogue/resources/307001/0601')).status).to.equal(
      404,
    );
    const written = ok(await write(file, shown.plan, { key: 'the-import' }), 201);
    expect(ok(await write(file, shown.plan, { key: 'the-import' }), 201)).to.deep.equal(written);
    const record = (await entry('resources/307001/0601')).record as unknown as JsonObject;
    expect(record).to.include({ share: 'conditional', condition: '限监管用途', publishedAt: '2026-01-05' });
    expect((record.items as JsonObject[]).map(({ name, length }) => [name, length])).to.deep.equal([
      ['creditCode', 18],
      ['result', 40],
    ]);
    const again = csvOf(...rows('307001/0601', '无条件', ''), ...rows('307001/0602', '1', ''));
    const next = await check(again);
    expect(next.changes).to.deep.equal([
      {
        list: 'resources',
        group: '307001',
        item: '0601',
        change: 'changed',
        differences: [
          { field: 'condition', before: '限监管用途' },
          { field: 'share', before: 'conditional', after: 'unconditional' },
        ],
      },
    ]);
    const other = await write(again, shown.plan);
    expect([other.status, other.body.code]).to.deep.equal([409, 'FILE_PLAN_CHANGED']);
    ok(await write(again, next.plan), 201);
    expect((await check(again)).counts).to.include({ unchanged: 2, changed: 0 });
  });

  it('says of every wrong row what is wrong, in its line and column, and takes the good ones only if told to', async () => {
    const [first, second] = rows('307001/0701', '随意共享', '') as [string[], string[]];
    const later = second.with(5, 'not a name');
    const file = csvOf(
      first,
      ...rows('307001/0702', '1', '').slice(0, 1),
      later,
      ...rows('306001/0001', '1', ''),
      ...rows('307001/0703', '3', ''),
      ...rows('307001/0704', '1', ''),
    );
    const { errors, counts, plan } = await check(file);
    expect(errors.map(({ line, header, code }) => [line, header, code])).to.deep.equal([
      [2, '共享类型', 'FIELD_INVALID'],
      [4, '信息项标识', 'FIELD_INVALID'],
      [5, undefined, 'OTHER_DEPARTMENT'],
      [7, undefined, 'FIELD_MISSING'],
    ]);
    expect(counts).to.include({ rejected: 4, added: 1 });
    const refused = await write(file, plan);
    expect([refused.status, refused.body.code]).to.deep.equal([422, 'UPLOAD_HAS_ERRORS']);
    const good = await check(file, { query: 'rows=good' });
    ok(await write(file, good.plan, { query: '&rows=good' }), 201);
    expect((await entry('resources/307001/0704')).revision).to.equal(0);
  });

  it('refuses a file whose header it does not know, and one that is no table, with the reason', async () => {
    const unknown = await check('信息资源代码,颜色\r\n');
    expect(unknown.errors.map(({ code }) => code)).to.include.members(['COLUMN_UNKNOWN', 'COLUMN_MISSING']);
    const broken = await check('not a workbook', { media: MEDIA.xlsx });
    expect(broken.errors.map(({ code }) => code)).to.deep.equal(['UPLOAD_UNREADABLE']);
    const refused = await write('信息资源代码,颜色\r\n', unknown.plan, { query: '&rows=good' });
    expect(refused.body.code).to.equal('UPLOAD_HAS_ERRORS');
    const lines = await sendFile(
      named('market-clerk'),
      '',
      MEDIA.jsonl,
      '{}',
      undefined,
      '/v1/catalogue-files/resources/check',
    );
    expect(lines.status).to.equal(415);
  });

  for (const list of ['resources', 'responsibilities', 'demands', 'negatives']) {
    for (const [format, media] of [
      ['csv', MEDIA.csv],
      ['xlsx', MEDIA.xlsx],
    ] as const) {
      it(`gives the ${list} as ${format}, and takes them back without a difference`, async () => {
        const { counts, errors } = await check(await exported(list, `&format=${format}`), { list, media });
        expect(errors).to.deep.equal([]);
        expect(counts).to.include({ added: 0, changed: 0, retired: 0, rejected: 0 });
        expect(counts.unchanged).to.be.greaterThan(0);
      });
    }
  }

  it('retires what a whole list no longer names, if told to', async () => {
    const all = (await exported('negatives')).toString().split('\r\n');
    const shorter = [...all.slice(0, 2), ''].join('\r\n');
    expect((await check(shorter, { list: 'negatives' })).counts).to.include({ retired: 0, unchanged: 1 });
    const shown = await check(shorter, { list: 'negatives', query: 'absent=retire' });
    expect(shown.changes.map(({ change }) => change)).to.deep.equal(['retired']);
    ok(await write(shorter, shown.plan, { list: 'negatives', query: '&absent=retire' }), 201);
    const gone = shown.changes[0]!;
    expect((await entry(`negatives/${MARKET}/${gone.item}`)).history[0]?.retired).to.equal(true);
  });

  it('lets anyone check a download of an open set against its published versions', async () => {
    const place = '/v1/open-data/101001/0003';
    const hex = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
    const publish = (text: string): Promise<Answer> =>
      city.ask(named('market-clerk'), place, {
        fileName: '企业注销登记信息.csv',
        mediaType: 'text/csv',
        size: Buffer.byteLength(text),
        sha256: hex('sha256', text),
        sm3: hex('sm3', text),
      });
    const download = async (text: string): Promise<DownloadVerdict> => {
      const response = await fetch(`${city.url('bureau')}${place}/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: text,
      });
      return (await response.json()) as DownloadVerdict;
    };
    expect(ok(await publish('一月\n'), 201)).to.include({ version: 1 });
    expect(ok(await publish('二月\n'), 201)).to.include({ version: 2 });
    const { published, newest, version } = await download('一月\n');
    expect({ published, newest, version: version?.version }).to.deep.equal({
      published: true,
      newest: 2,
      version: 1,
    });
    expect(await download('改过\n')).to.include({ published: false, newest: 2 });
    const { body } = await city.ask('auditor', `${place}?limit=1`);
    expect(body.items).to.have.lengthOf(1);
    const older = await city.ask('auditor', `${place}?limit=1&cursor=${body.next as string}`);
    const [first] = older.body.items as JsonObject[];
    // What people compare with on their own machine.
    const printed = (digest: string): string =>
      execFileSync('openssl', ['dgst', digest], { input: '一月\n' }).toString();
    expect(printed('-sha256')).to.include(first!.sha256);
    expect(printed('-sm3')).to.include(first!.sm3);
    const closed = await city.ask(named('market-clerk'), '/v1/open-data/307001/0003', {
      fileName: 'x.csv',
      mediaType: 'text/csv',
      size: 0,
      sha256: hex('sha256', ''),
      sm3: hex('sm3', ''),
    });
    expect([closed.status, closed.body.code]).to.deep.equal([422, 'RESOURCE_NOT_OPEN']);
  });

  it('computes consistency over 1,300 resources, imported as one file in transactions of at most 200', async () => {
    const many = Array.from({ length: 1300 }, (_, i) =>
      rows(`307002/${String(i + 1).padStart(4, '0')}`, '无条件共享', '').slice(0, 1),
    ).flat();
    const file = csvOf(...many);
    const shown = await check(file);
    expect(shown.counts).to.include({ rows: 1300, added: 1300, rejected: 0 });
    expect(shown.changes).to.have.lengthOf(1000);
    const { transactionIds } = ok(await write(file, shown.plan), 201) as { transactionIds: string[] };
    expect(transactionIds.length).to.be.at.least(1300 / 200);
    const before = process.cpuUsage();
    const { counts, found, departments } = await consistency(`?department=${MARKET}&limit=50`);
    const { user, system } = process.cpuUsage(before);
    expect(counts.resourceWithoutResponsibility).to.be.at.least(1300);
    expect(found.filter(({ kind }) => kind === 'resourceWithoutResponsibility')).to.have.lengthOf(50);
    expect(departments).to.have.lengthOf(1);
    // A peer gives an evaluation 30 seconds.
    expect((user + system) / 1e6).to.be.below(15);
  });

  it('takes a file from a clerk who keeps the key, once each of its transactions is signed', async () => {
    const client = await ownKeyOf(city, 'market-clerk');
    const file = csvOf(...rows('307001/0801', '1', ''));
    const { plan, counts } = await check(file, { query: 'absent=retire' });
    expect(counts.added).to.equal(1);
    expect(counts.retired).to.be.greaterThan(0);
    const send = (): Promise<Answer> => write(file, plan, { query: '&absent=retire', key: 'signed-file' });
    const signing = ok(await send(), 202) as JsonObject & SigningAnswer;
    const settled = await settle(client, signing);
    expect(settled.status, JSON.stringify(settled.body)).to.equal(200);
    const written = ok(await send(), 201);
    expect(written).to.deep.include({ plan, counts });
    expect(written.transactionIds).to.have.length(1 + Math.ceil(counts.retired / 200));
    expect((await entry('resources/307001/0801')).record).to.include({ share: 'unconditional' });
    expect((await check(file, { query: 'absent=retire' })).counts).to.include({ unchanged: 1, retired: 0 });
  });
});
