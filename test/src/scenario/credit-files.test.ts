import { expect } from 'chai';
import {
  addDays,
  dateOfInstant,
  type CreditEntryAnswer,
  type EntriesView,
  type EntryBatch,
  type JobAnswer,
  type JobRow,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { csvOf, gb18030, NATIONAL_PENALTY, xmlOf, type Cells } from '../support/credit-files.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { rejectsOf, sendFile, settled } from '../support/uploads.js';

const ONE = '91350100M000100Y43';
const TWO = '91110000600037341L';
const MARKET = DEPARTMENTS.market;
const basis = { law: '行政处罚法第四十八条', document: '示例市监信〔2026〕1号' };

describe('permits and penalties by the file', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let clerk: SampleCallerKey;
  const today = dateOfInstant(Math.floor(Date.now() / 1000));

  const row = (document: string, change: Cells = {}): Cells => ({
    ...NATIONAL_PENALTY,
    CF_XDR_SHXYM: ONE,
    CF_WSH: document,
    CF_JDRQ: addDays(today, -2).replaceAll('-', '/'),
    CF_GSJZQ: '',
    CF_CFLB: '罚款',
    CF_NR_ZKDX: '',
    CF_CFJGDM: MARKET.code,
    CF_SJLYDM: MARKET.code,
    ...change,
  });
  const send = async (file: string | Uint8Array, media = 'text/csv'): Promise<JobAnswer> => {
    const { status, body } = await sendFile(clerk, '', media, file, undefined, '/v1/credit/files');
    expect(status, JSON.stringify(body)).equal(202);
    return settled(city, clerk, body.id as string);
  };
  const started = async ({ id }: JobAnswer, rows: 'all' | 'good' = 'good'): Promise<JobAnswer> => {
    const { status, body } = await city.ask(clerk, `/v1/jobs/${id}/start`, { basis, rows });
    expect(status, JSON.stringify(body)).equal(202);
    return settled(city, clerk, id);
  };
  const taken = async (file: string | Uint8Array, media?: string): Promise<unknown> => {
    const job = await started(await send(file, media));
    expect(job.state, JSON.stringify(job.errors)).equal('done');
    return (job.batches[0] as EntryBatch).entries;
  };
  const rowsOf = async ({ id }: JobAnswer): Promise<JobRow[]> =>
    ((await city.ask(clerk, `/v1/jobs/${id}/rows`)).body as unknown as { items: JobRow[] }).items;
  const entries = async (subject: string): Promise<CreditEntryAnswer[]> => {
    const { body } = await city.ask(clerk, `/v1/credit/enterprises/${subject}/entries`);
    return (body as unknown as EntriesView).sets[0]!.entries;
  };
  const NONE = { published: 0, corrected: 0, annulled: 0, disputed: 0, unchanged: 0 };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    clerk = callerOf(city, 'market-clerk');
    const body = { entries: [ONE, TWO].map(registrationOf) };
    const { status }: Answer = await city.ask(clerk, '/v1/credit/entries', body);
    expect(status).equal(201);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('are published from GBK, left as they are when sent again, corrected, disputed and withdrawn', async () => {
    const rows = [row('市监罚〔2026〕11号'), row('市监罚〔2026〕12号', { CF_XDR_SHXYM: TWO })];
    expect(await taken(gb18030(csvOf(rows)))).deep.equal({ ...NONE, published: 2 });
    expect(await taken(xmlOf(rows), 'application/xml')).deep.equal({ ...NONE, unchanged: 2 });
    const changed = [
      row('市监罚〔2026〕11号', { CF_NR: '罚款三千元', CF_NR_FK: '0.3', CF_ZT: '0' }),
      row('市监罚〔2026〕12号', { CF_XDR_SHXYM: TWO, CF_ZT: '2' }),
      row('市监罚〔2026〕13号', { CF_ZT: '2' }),
    ];
    expect(await taken(csvOf(changed))).deep.equal({ ...NONE, corrected: 1, disputed: 1, published: 1 });
    const withdrawn = [row('市监罚〔2026〕13号', { CF_ZT: '1' })];
    expect(await taken(csvOf(withdrawn))).deep.equal({ ...NONE, annulled: 1 });
    const states = (await entries(ONE)).map(({ document, state }) => `${document} ${state}`);
    expect(states).to.include.members(['市监罚〔2026〕11号 standing', '市监罚〔2026〕13号 annulled']);
  });

  it('are refused row by row, and come back in the form they were sent in', async () => {
    const rows = [
      row('市监罚〔2026〕21号'),
      row('市监罚〔2026〕22号', { CF_XDR_SHXYM: '91110108551385082Q' }),
      row('市监罚〔2026〕23号', { CF_JDRQ: '2026/13/01' }),
      row('市监罚〔2026〕21号'),
      row('市监罚〔2026〕24号', { CF_ZT: '1' }),
      row('市监罚〔2026〕25号', { CF_XDR_LB: '自然人' }),
    ];
    const job = await send(xmlOf(rows), 'application/xml');
    expect(job).to.deep.include({ kind: 'publish', counts: { rows: 6, good: 1, rejected: 5, done: 0 } });
    expect((await rowsOf(job)).map(({ errors }) => errors[0]?.code)).deep.equal([
      undefined,
      'SUBJECT_UNKNOWN',
      'DATE_IMPOSSIBLE',
      'ENTRY_TWICE',
      'ENTRY_UNKNOWN',
      'SUBJECT_IS_PERSON',
    ]);
    const rejects = (await rejectsOf(clerk, job.id)).toString();
    const again = await send(rejects.replace('2026/13/01', today.replaceAll('-', '/')), 'application/xml');
    expect(again.counts).to.include({ rows: 5, good: 2 });
    expect((await started(again)).counts).to.include({ done: 2, rejected: 3 });
  });

  it('are marked when they come late, under a former number, or name a certificate nobody knows', async () => {
    const late = row('市监罚〔2026〕31号', {
      CF_JDRQ: '2026/03/05',
      CF_CFLB: '吊销许可证件',
      CF_NR_ZKDX: '食品经营许可证 JY1',
    });
    const [told] = await rowsOf(await send(csvOf([late])));
    expect(told!.errors).deep.equal([]);
    expect(told!.notes!.map(({ code }) => code)).deep.equal(['REPORTED_LATE', 'CERTIFICATE_NOT_FOUND']);
  });

  it('are taken by the thousand, in transactions of two hundred', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => row(`市监罚〔2026〕${1000 + i}号`));
    const job = await started(await send(csvOf(rows)), 'all');
    expect(job.counts).deep.equal({ rows: 1000, good: 1000, rejected: 0, done: 1000 });
    const batch = job.batches[0] as EntryBatch;
    expect(batch.entries).deep.equal({ ...NONE, published: 1000 });
    expect(batch.transactionIds).to.have.length(5);
  });

  it('are listed by their source, page by page, as they stand among all', async () => {
    const pages = async (query: string): Promise<CreditEntryAnswer[]> => {
      const found: CreditEntryAnswer[] = [];
      for (let next = ''; ; next = `&cursor=${next}`) {
        const { body } = await city.ask(clerk, `/v1/credit/publications?limit=70${query}${next}`);
        const page = body as unknown as { items: CreditEntryAnswer[]; next?: string };
        found.push(...page.items);
        if (page.next === undefined) return found;
        next = page.next;
      }
    };
    const other = callerOf(city, 'land-clerk');
    const theirs = penaltyOf('示例资罚〔2026〕1号', addDays(today, -1), { subject: ONE });
    const { status } = await city.ask(other, '/v1/credit/entries', { entries: [theirs] });
    expect(status).equal(201);
    const all = await pages('');
    const land = await pages(`&source=${DEPARTMENTS.land.code}`);
    expect(land.map(({ document }) => document)).deep.equal([theirs.document]);
    const market = await pages(`&source=${MARKET.code}`);
    expect(market).deep.equal(all.filter(({ source }) => source === MARKET.code));
    expect(market.length).to.be.above(1000);
    const late = async (query: string): Promise<object[]> => {
      const { body } = await city.ask(clerk, `/v1/credit/overdue?limit=200${query}`);
      return body.items as object[];
    };
    expect(await late(`&source=${DEPARTMENTS.land.code}`)).deep.equal([]);
    expect(await late(`&source=${MARKET.code}`)).deep.equal(await late(''));
  });

  it('come in forms that certificates do not, and the other way round', async () => {
    const lines = await sendFile(clerk, '', 'application/x-ndjson', '{}', undefined, '/v1/credit/files');
    expect(lines.body.code).equal('CONTENT_TYPE_UNSUPPORTED');
    const xml = await sendFile(clerk, 'type=11100000MB0143028R901', 'application/xml', '<r/>');
    expect(xml.body.code).equal('CONTENT_TYPE_UNSUPPORTED');
    const empty = await send('<r/>', 'application/xml');
    expect(empty.state).equal('unreadable');
  });
});
