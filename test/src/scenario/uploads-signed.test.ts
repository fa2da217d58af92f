import type { EntryBatch, JobAnswer, JobBatch, SigningAnswer } from '@hanlian/chaincode/domain';
import { addDays, dateOfInstant } from '@hanlian/chaincode/domain';
import { settleAll, signOnce, write, type SigningClient } from '@hanlian/gateway/client/signing';
import type { Description } from '@hanlian/gateway/ledger/port';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { registrationOf } from '../fabric/told-credit.js';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { csvOf, NATIONAL_PENALTY, type Cells } from '../support/credit-files.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';

import { sendFile, settled } from '../support/uploads.js';
import { permitLine } from './examples/helper.js';

const MARKET = DEPARTMENTS.market;
const UNIT = '91350100M000100Y43';
const HEADER = 'serial,holderName,holderCode,unitName,unitCode,premises\n';
const CERTIFICATES = `type=${TYPES.foodBusiness.code}&kind=issue`;
const DAY = 24 * 60 * 60 * 1000;
const SIGN_DAYS = { HANLIAN_SIGN_DAYS: '1' };
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕9号' };

describe('files of a clerk who keeps the key that signs', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let client: SigningClient;
  let signed: Description[] = [];
  let now = Date.now();
  const today = dateOfInstant(Math.floor(now / 1000));
  const clerk = (): SampleCallerKey => callerOf(city, 'market-reviewer');

  const open = async (): Promise<SigningAnswer[]> =>
    made(await city.ask(clerk(), '/v1/signings')).items as unknown as SigningAnswer[];
  /** The first thing of a job that waits to be signed. */
  const waiting = (): Promise<SigningAnswer> =>
    eventually(async () => {
      const [first] = await open();
      expect(first?.state).to.equal('waiting');
      return first!;
    });
  const jobOf = async (id: string): Promise<JobAnswer> =>
    made(await city.ask(clerk(), `/v1/jobs/${id}`)) as unknown as JobAnswer;
  const started = async (query: string, file: string, path?: string): Promise<string> => {
    const { id } = made(await sendFile(clerk(), query, 'text/csv', file, undefined, path));
    expect((await settled(city, clerk(), id as string)).state).to.equal('checked');
    made(await city.ask(clerk(), `/v1/jobs/${id as string}/start`, { basis, rows: 'all' }));
    return id as string;
  };
  const signToTheEnd = (id: string): Promise<JobAnswer> =>
    eventually(async () => {
      await settleAll(client);
      const job = await jobOf(id);
      expect(job.state, JSON.stringify(job.errors)).to.equal('done');
      return job;
    });
  const functionsSigned = (): string[] =>
    signed.filter(({ stage }) => stage === 'transaction').map((each) => each.function);
  const restart = async (): Promise<void> => {
    await city.stop();
    city = await runCity(folder, { clock: () => now }, SIGN_DAYS);
    client = { ...client, url: clerk().url };
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock: () => now }, SIGN_DAYS);
    client = await ownKeyOf(city, 'market-reviewer', (description) => void signed.push(description));
  });
  beforeEach(() => {
    signed = [];
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('are issued once their transactions are signed, over a restart too', async () => {
    const lines = Array.from({ length: 600 }, (_, i) => permitLine(`SIGNED${i}`));
    const id = await started(CERTIFICATES, HEADER + lines.join(''));
    const first = await waiting();
    expect((await jobOf(id)).state).to.equal('running');
    await restart();
    expect((await waiting()).id).to.equal(first.id);
    const { batches, counts } = await signToTheEnd(id);
    expect(counts).to.include({ rows: 600, done: 600, rejected: 0 });
    const [batch, ...others] = batches as JobBatch[];
    expect(others).to.deep.equal([]);
    expect(batch).to.include({ certificates: 600, state: 'committed' });
    expect(functionsSigned()).to.deep.equal(['license:openBatch', 'license:issue', 'license:issue']);
    const { items } = made(await city.ask(clerk(), `/v1/jobs/${id}/rows`));
    const [{ id: issued }] = items as [{ id: string }];
    expect(made(await city.ask(clerk(), `/v1/licenses/${issued}`))).to.include({ standing: 'valid' });
    expect(await open()).to.deep.equal([]);
  });

  it('stop where a signing is cancelled, and are signed after all once they are resumed', async () => {
    const id = await started(CERTIFICATES, HEADER + permitLine('CANCELLED1'));
    const { id: signing } = await waiting();
    made(await city.ask(clerk(), `/v1/signings/${signing}/cancel`, {}));
    const stopped = await settled(city, clerk(), id);
    expect(stopped).to.deep.include({ state: 'stopped', batches: [] });
    expect(stopped.errors.map(({ code }) => code)).to.deep.equal(['SIGNING_CANCELLED']);
    made(await city.ask(clerk(), `/v1/jobs/${id}/resume`, {}));
    expect((await waiting()).id).to.not.equal(signing);
    expect((await signToTheEnd(id)).counts).to.include({ done: 1 });
    expect(functionsSigned()).to.deep.equal(['license:openBatch']);
  });

  it('stop half way where a part was not signed in time, and go on once they are resumed', async () => {
    const lines = Array.from({ length: 600 }, (_, i) => permitLine(`HALTED${i}`));
    const id = await started(CERTIFICATES, HEADER + lines.join(''));
    let at = await waiting();
    // The clerk signs what opens the batch, and then no run of it.
    while (at.sign.every(({ step }) => step === 0))
      at = made(await signOnce(client, at)) as unknown as SigningAnswer;
    now += DAY;
    made(await city.ask(clerk(), `/v1/signings/${at.id}`));
    const stopped = await settled(city, clerk(), id);
    expect(stopped.errors.map(({ code }) => code)).to.deep.equal(['BATCH_INCOMPLETE']);
    made(await city.ask(clerk(), `/v1/jobs/${id}/resume`, {}));
    const { counts, batches } = await signToTheEnd(id);
    expect(counts).to.include({ rows: 600, done: 600 });
    expect((batches as JobBatch[])[0]!.transactionIds).to.have.length(3);
    expect(await open()).to.deep.equal([]);
  });

  it('keep no other file from the ledger while they wait', async () => {
    const ids = await Promise.all(
      ['WAITS1', 'WAITS2', 'WAITS3'].map((serial) => started(CERTIFICATES, HEADER + permitLine(serial))),
    );
    await eventually(async () => expect(await open()).to.have.length(3));
    const other = callerOf(city, 'market-clerk');
    const { id } = made(await sendFile(other, CERTIFICATES, 'text/csv', HEADER + permitLine('OTHER1')));
    await settled(city, other, id as string);
    made(await city.ask(other, `/v1/jobs/${id as string}/start`, { basis, rows: 'all' }));
    expect((await settled(city, other, id as string)).state).to.equal('done');
    for (const each of ids) expect((await signToTheEnd(each)).counts).to.include({ done: 1 });
  });

  const files = '/v1/credit/files';
  const row = (document: string, change: Cells = {}): Cells => ({
    ...NATIONAL_PENALTY,
    ...{ CF_XDR_SHXYM: UNIT, CF_WSH: document, CF_JDRQ: addDays(today, -2), CF_GSJZQ: '', CF_CFLB: '罚款' },
    ...{ CF_NR_ZKDX: '', CF_CFJGDM: MARKET.code, CF_SJLYDM: MARKET.code, ...change },
  });

  it('publish entries, and act on those that stand, transaction by transaction', async () => {
    const registered = await write(client, {
      path: '/v1/credit/entries',
      body: { entries: [registrationOf(UNIT)] },
      idempotencyKey: 'registered',
    });
    expect(registered.status, JSON.stringify(registered.body)).to.equal(201);
    signed = [];
    const documents = ['市监罚〔2026〕11号', '市监罚〔2026〕12号'];
    const first = await started('', csvOf(documents.map((document) => row(document))), files);
    const { id: signing } = await waiting();
    await restart();
    expect((await waiting()).id).to.equal(signing);
    const [published] = (await signToTheEnd(first)).batches as [EntryBatch];
    expect(published.entries).to.include({ published: 2, unchanged: 0 });
    const changed = documents.map((document) => row(document, { CF_NR: '罚款三千元', CF_NR_FK: '0.3' }));
    const [corrected] = (await signToTheEnd(await started('', csvOf(changed), files))).batches as [
      EntryBatch,
    ];
    expect(corrected.entries).to.include({ corrected: 2 });
    expect(functionsSigned()).to.deep.equal(['credit:publish', 'credit:correct', 'credit:correct']);
    expect(corrected.transactionIds).to.deep.equal(signed.slice(-4).flatMap(transactionOf));
    expect(await open()).to.deep.equal([]);
  });

  // Each held a batch of rows in memory, for as long as its clerk took to sign.
  it('of entries wait for one another, and keep nobody else’s from the ledger', async () => {
    const documents = ['市监罚〔2026〕21号', '市监罚〔2026〕22号', '市监罚〔2026〕23号'];
    const ids: string[] = [];
    for (const document of documents) ids.push(await started('', csvOf([row(document)]), files));
    const { id: first } = await waiting();
    const other = callerOf(city, 'market-clerk');
    const file = csvOf([row('市监罚〔2026〕24号')]);
    const { id } = made(await sendFile(other, '', 'text/csv', file, undefined, files));
    await settled(city, other, id as string);
    made(await city.ask(other, `/v1/jobs/${id as string}/start`, { basis, rows: 'all' }));
    expect((await settled(city, other, id as string)).state).to.equal('done');
    const opened = async (): Promise<string[]> => (await open()).map((each) => each.id);
    expect(await opened()).to.deep.equal([first]);
    await restart();
    await eventually(async () => expect(await opened()).to.include(first));
    for (const each of ids) expect((await signToTheEnd(each)).counts).to.include({ done: 1 });
  });
});

const transactionOf = ({ stage, transactionId }: Description): string[] =>
  stage === 'transaction' ? [transactionId] : [];
