import { expect } from 'chai';
import type { JobAnswer, JobBatch, JobRow, JsonObject } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { permitFor } from '../support/permit.js';
import { rejectsOf, sendFile, settled } from '../support/uploads.js';

const CODE = '91350100M000100Y43';
const PROOF = TYPES.realEstateRegistration.code;
const PERMIT = TYPES.constructionPermit.code;
const CSV = 'text/csv';
const LINES = 'application/x-ndjson';
const basis = { law: '不动产登记暂行条例第二十一条', document: '示例登记〔2026〕9号' };
const HEADER = '单位名称,统一社会信用代码,证明权利或事项,持证主体,持证主体代码,有效期自';
const rowOf = (name: string, matter = '抵押权'): string =>
  `${name},${CODE},${matter},${name},${CODE},2026/1/5`;

describe('certificates by the file', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;

  const clerk = (department: string, who: 'preparer' | 'reviewer' = 'preparer'): SampleCallerKey =>
    city.callers.find(({ name }) => name === clerksOf(department)[who].name)!;
  const land = (): SampleCallerKey => clerk(DEPARTMENTS.land.code);
  const accepted = ({ status, body }: Answer): string => {
    expect(status, JSON.stringify(body)).equal(202);
    return body.id as string;
  };
  const checked = async (
    body: string | Uint8Array,
    media = CSV,
    query = `type=${PROOF}`,
  ): Promise<JobAnswer> => settled(city, land(), accepted(await sendFile(land(), query, media, body)));
  const order = (job: string, what: string, body: object = {}, key?: string): Promise<Answer> =>
    city.ask(land(), `/v1/jobs/${job}/${what}`, body, key);
  const begun = async (job: string, rows: 'all' | 'good'): Promise<JobAnswer> => {
    accepted(await order(job, 'start', { basis, rows }));
    return settled(city, land(), job);
  };
  const rowsOf = async (job: string, query = ''): Promise<JobRow[]> => {
    const { status, body } = await city.ask(land(), `/v1/jobs/${job}/rows?${query}`);
    expect(status, JSON.stringify(body)).equal(200);
    return (body as { items: unknown }).items as JobRow[];
  };
  const codesOf = (job: JobAnswer): string[] => job.errors.map(({ code }) => code);

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('shows what was understood, issues the good rows, and takes the corrected rejects in', async () => {
    const bad = `"=HYPERLINK(""http://x"")",${CODE.slice(0, 17)}4,抵押权,某公司,${CODE},2026/13/5`;
    const job = await checked([HEADER, rowOf('甲公司'), bad, rowOf('乙公司'), ''].join('\r\n'));
    expect(job).to.deep.include({ state: 'checked', counts: { rows: 3, good: 2, rejected: 1, done: 0 } });
    expect(job.columns.map(({ field }) => field)).deep.equal([
      'fields.unitName',
      'fields.unitCode',
      'fields.matter',
      'holders[0].name',
      'holders[0].code',
      'effectiveFrom',
    ]);
    const [first, second] = await rowsOf(job.id, 'limit=2');
    expect(first).to.deep.include({ line: 2, state: 'good', errors: [] });
    expect(first!.values).to.include({ 单位名称: '甲公司' });
    expect(second!.errors[0]).to.deep.include({
      line: 3,
      column: 1,
      header: '单位名称',
      code: 'CELL_IS_FORMULA',
    });
    expect(second!.errors[0]!.message.zh).to.match(/公式/);

    const all = await order(job.id, 'start', { basis, rows: 'all' });
    expect(all).to.include({ status: 422 }).and.nested.include({ 'body.code': 'UPLOAD_HAS_ERRORS' });
    const done = await begun(job.id, 'good');
    expect(done).to.deep.include({ state: 'done', counts: { rows: 3, good: 2, rejected: 1, done: 2 } });
    expect(done.batches).to.have.length(1);
    const issued = await rowsOf(job.id, 'state=done');
    expect(issued.map(({ line, values }) => [line, values])).deep.equal([
      [2, undefined],
      [4, undefined],
    ]);
    const document = (await city.ask(land(), `/v1/licenses/${issued[1]!.id}/document`)).body;
    expect(JSON.stringify(document)).to.include('乙公司');
    const verified = await city.ask('bureau', '/v1/verifications', { document });
    expect(verified.body.verdict).equal('VALID');

    const rejects = (await rejectsOf(land(), job.id)).toString();
    expect(rejects.charCodeAt(0)).equal(0xfeff);
    const [header, line] = rejects.slice(1).split('\r\n') as [string, string];
    expect(header).equal(`${HEADER},_line,_column,_code,_原因,_reason`);
    expect(line).to.match(/^"'=HYPERLINK\(""http/);
    const corrected = rejects
      .replace(/"'=HYPERLINK\(""http:\/\/x""\)"/, '某公司')
      .replace(`${CODE.slice(0, 17)}4`, CODE)
      .replace('2026/13/5', '2026/12/5');
    const again = await checked(corrected);
    expect(again.counts, JSON.stringify(await rowsOf(again.id))).to.include({ rows: 1, good: 1 });
    expect(await begun(again.id, 'all')).to.include({ state: 'done' });
  });

  it('tells everything that is wrong with a row, each in its column', async () => {
    const job = await checked(`${HEADER}\n,${CODE.slice(0, 17)}4,抵押权,甲,1,2026-02-30\n`);
    const [row] = await rowsOf(job.id);
    expect(row!.errors.map(({ code, column, field }) => [code, column, field])).deep.equal([
      ['LENGTH_WRONG', 5, 'holders[0].code'],
      ['FIELD_MISSING', 1, 'fields.unitName'],
      ['CHECK_CHARACTER_WRONG', 2, 'fields.unitCode'],
      ['DATE_IMPOSSIBLE', 6, 'effectiveFrom'],
    ]);
  });

  it('reads GB18030, by its name or by itself, and the titles of fields in Chinese or English', async () => {
    // 单位名称 and 甲公司 in GB18030.
    const name = Buffer.from('b5a5cebbc3fbb3c6', 'hex');
    const company = Buffer.from('bcd7b9abcbbe', 'hex');
    const file = Buffer.concat([
      name,
      Buffer.from(',unitCode,Right or matter,holderName,holderCode\n'),
      company,
      Buffer.from(`,${CODE},x,`),
      company,
      Buffer.from(`,${CODE}\n`),
    ]);
    for (const [media, bytes] of [
      [CSV, file],
      [`${CSV}; charset=gbk`, Buffer.concat([file, Buffer.from('\n')])],
    ] as const) {
      const job = await checked(bytes, media);
      expect(job.counts, JSON.stringify(job)).to.include({ rows: 1, good: 1 });
      expect((await rowsOf(job.id))[0]!.values).to.include({ 单位名称: '甲公司' });
    }
    const wrongly = await checked(Buffer.concat([file, Buffer.from('\n\n')]), `${CSV}; charset=utf-8`);
    expect(codesOf(wrongly)).deep.equal(['UPLOAD_UNREADABLE']);
  });

  const BAD: readonly (readonly [title: string, text: string | Buffer, codes: readonly string[]])[] = [
    ['no header', rowOf('甲公司'), ['COLUMN_UNKNOWN', 'COLUMN_MISSING']],
    ['a column that is missing', HEADER.replace('持证主体代码,', ''), ['COLUMN_MISSING']],
    ['a column twice', `${HEADER},unitName`, ['COLUMN_TWICE']],
    ['nothing but a header', HEADER, ['UPLOAD_EMPTY']],
    ['nothing', '', ['UPLOAD_EMPTY']],
    ['nothing but line breaks', '\n\r\n\n', ['UPLOAD_EMPTY']],
    ['a quote that does not end', `${HEADER}\n"甲公司`, ['UPLOAD_UNREADABLE']],
    ['another encoding', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), ['UPLOAD_UNREADABLE']],
  ];
  for (const [title, text, codes] of BAD) {
    it(`says what is wrong with a file that has ${title}`, async () => {
      const job = await checked(text);
      expect(job.state).equal('unreadable');
      expect([...new Set(codesOf(job))]).deep.equal(codes);
      expect(job.links).to.not.have.any.keys('start', 'cancel', 'rows');
      // What is wrong as a whole may be sent again.
      expect((await sendFile(land(), `type=${PROOF}`, CSV, text)).status).equal(202);
    });
  }

  it('points to rows that have more cells than the header, and to swapped ones', async () => {
    const swapped = `${CODE},甲公司,抵押权,甲公司,${CODE},2026-01-05`;
    const job = await checked([HEADER, `${rowOf('甲公司')},more`, swapped].join('\n'));
    const [ragged, wrong] = await rowsOf(job.id);
    expect(ragged!.errors.map(({ code, line }) => [code, line])).deep.equal([['ROW_RAGGED', 2]]);
    expect(wrong!.errors.map(({ code, column }) => [code, column])).deep.equal([['LENGTH_WRONG', 2]]);
  });

  it('carries one file out once, however often and by whomever it is sent', async () => {
    const text = [HEADER, rowOf('丙公司')].join('\n');
    const answers = await Promise.all(
      [1, 2].map(() => sendFile(land(), `type=${PROOF}`, CSV, text, 'same-file')),
    );
    const ids = answers.filter(({ status }) => status === 202).map(({ body }) => body.id as string);
    expect(new Set(ids).size).equal(1);
    const again = await sendFile(land(), `type=${PROOF}`, CSV, text, 'same-file');
    expect(accepted(again)).equal(ids[0]);
    const other = await sendFile(clerk(DEPARTMENTS.land.code, 'reviewer'), `type=${PROOF}`, CSV, text);
    expect(other.body).to.include({ status: 409, code: 'UPLOAD_KNOWN', job: ids[0] });
    const reused = await sendFile(land(), `type=${PROOF}`, CSV, `${text}\n`, 'same-file');
    expect(reused.body.code).equal('IDEMPOTENCY_KEY_REUSED');
    const stranger = await city.ask(clerk(DEPARTMENTS.market.code), `/v1/jobs/${ids[0]}`);
    expect(stranger.status).equal(404);
  });

  it('takes one file in once when many send it at one time, each under a key of its own', async () => {
    const text = [HEADER, rowOf('戊公司')].join('\n');
    const senders = [land(), clerk(DEPARTMENTS.land.code, 'reviewer')];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => sendFile(senders[i % 2]!, `type=${PROOF}`, CSV, text)),
    );
    const taken = answers.filter(({ status }) => status === 202).map(({ body }) => body.id);
    const refused = answers.filter(({ status }) => status !== 202).map(({ body }) => [body.code, body.job]);
    expect(taken).to.have.length(1);
    expect(refused).deep.equal(Array.from({ length: 11 }, () => ['UPLOAD_KNOWN', taken[0]]));
  });

  it('is cancelled while nothing is carried out, its rows deleted, and then never', async () => {
    const text = [HEADER, rowOf('丁公司')].join('\n');
    const job = await checked(text);
    const [cancelled, started] = await Promise.all([
      order(job.id, 'cancel'),
      order(job.id, 'start', { basis, rows: 'all' }),
    ]);
    expect(cancelled.status).equal(200);
    expect(started.body.code).equal('JOB_NOT_OPEN');
    expect((await city.ask(land(), `/v1/jobs/${job.id}/rows`)).body.code).equal('JOB_NOT_OPEN');
    const again = await checked(text);
    await begun(again.id, 'all');
    expect((await order(again.id, 'cancel')).body.code).equal('JOB_NOT_OPEN');
  });

  it('lets two people decide on a file of a type that asks for them', async () => {
    const housing = clerk(DEPARTMENTS.housing.code);
    const line = (name: string): string => JSON.stringify(permitFor(name));
    const text = `${line('甲公司')}\n${line('乙公司')}\n`;
    const job = accepted(await sendFile(housing, `type=${PERMIT}`, LINES, text));
    expect((await settled(city, housing, job)).counts.good).equal(2);
    accepted(await city.ask(housing, `/v1/jobs/${job}/start`, { basis, rows: 'all' }));
    const done = await settled(city, housing, job);
    expect(done.batches[0]).to.include({ state: 'waiting', certificates: 2 });
    const reviewer = clerk(DEPARTMENTS.housing.code, 'reviewer');
    const approved = await city.ask(reviewer, `/v1/tasks/${(done.batches[0] as JobBatch).task}/approve`, {});
    expect(approved.body, JSON.stringify(approved.body)).to.include({ state: 'done' });
  });

  it('takes in stock by JSON lines with its asserted past, and rejects by the same', async () => {
    const stock = (serial: string, more: JsonObject = {}): string =>
      JSON.stringify({
        serial,
        holders: [{ typeCode: '001', code: CODE, name: '甲公司' }],
        fields: { unitName: '甲公司', unitCode: CODE, matter: '抵押权' },
        effectiveFrom: '2020-01-01',
        origin: `OLD-${serial}`,
        ...more,
      });
    const text = [
      stock('STOCK0001', { asserted: [{ operation: 'suspend', effectiveAt: '2021-01-01' }] }),
      stock('STOCK0001'),
      '{"serial":',
      stock('STOCK0002', { colour: 'red' }),
    ].join('\n');
    const job = await checked(text, LINES, `type=${PROOF}&kind=import`);
    expect(job.counts).to.include({ good: 1, rejected: 3 });
    expect(
      (await rowsOf(job.id, 'state=rejected')).map(({ errors: [error] }) => [error!.line, error!.code]),
    ).deep.equal([
      [2, 'SERIAL_TAKEN'],
      [3, 'JSON_INVALID'],
      [4, 'FIELD_UNKNOWN'],
    ]);
    const done = await begun(job.id, 'good');
    const [row] = await rowsOf(job.id, 'state=done');
    expect((await city.ask(land(), `/v1/licenses/${row!.id}`)).body, JSON.stringify(done)).to.include({
      state: '02',
    });
    const rejects = (await rejectsOf(land(), job.id)).toString().trim().split('\n');
    const objects = rejects.map((each) => JSON.parse(each) as JsonObject);
    const mended = { ...objects[2], colour: undefined };
    const again = await checked(JSON.stringify(mended), LINES, `type=${PROOF}&kind=import`);
    expect(again.counts).to.include({ good: 1, rejected: 0 });
  });
});
