import type { JsonObject, SigningAnswer } from '@hanlian/chaincode/domain';
import { settle, signOnce, write, type SigningClient } from '@hanlian/gateway/client/signing';
import { omit } from '@hanlian/gateway/omit';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { made } from '../support/answers.js';
import { ENTERPRISE, penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';

const DAY = 24 * 60 * 60 * 1000;
const NAME = CALLERS.find(({ id }) => id === 'market-reviewer')!.name;
const PREPARER = CALLERS.find(({ id }) => id === 'market-clerk')!.name;
const SIGN_DAYS = { HANLIAN_SIGN_DAYS: '3' };
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕9号' };
const permits = (count: number): object => ({
  type: TYPES.foodBusiness.code,
  basis,
  certificates: Array.from({ length: count }, () => ({
    holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
    fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
  })),
});

describe('what a department that keeps its own key never signs', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let client: SigningClient | undefined;
  let now: number;

  const open = async (): Promise<void> => {
    city = await runCity(folder, { clock: () => now }, SIGN_DAYS);
    if (client) client = { ...client, url: clerk().url };
  };
  const clerk = (): SampleCallerKey => city.callers.find(({ name }) => name === NAME)!;
  const send = async (count = 1, key?: string): Promise<SigningAnswer> =>
    made(await city.ask(clerk(), '/v1/licenses', permits(count), key)) as unknown as SigningAnswer;
  const read = async (id: string): Promise<JsonObject> => made(await city.ask(clerk(), `/v1/signings/${id}`));
  const listed = async (state: string): Promise<unknown[]> => {
    const { items } = made(await city.ask(clerk(), `/v1/signings?state=${state}`));
    return (items as JsonObject[]).map(({ id }) => id);
  };
  const cancel = (id: string): Promise<Answer> => city.ask(clerk(), `/v1/signings/${id}/cancel`, {});
  const late = async ({ id, sign: asked }: SigningAnswer): Promise<unknown[]> => {
    const [{ transactionId, stage } = { transactionId: '', stage: '' }] = asked;
    const body = { signatures: [{ transactionId, stage, signature: 'MEUCIQ' }] };
    const answer = await city.ask(clerk(), `/v1/signings/${id}/signatures`, body);
    return [answer.status, answer.body.code];
  };
  /** The documents a hub keeps. */
  const kept = async (): Promise<string[]> => {
    const names: string[] = [];
    const { documents } = city.hub('bureau').administration.licenses;
    for await (const name of documents.names('')) names.push(name);
    return names;
  };
  const height = async (): Promise<number> =>
    (await city.hub('bureau').administration.licenses.ledger.latest()).block;

  before(async () => {
    folder = await newFolder();
    now = Date.now();
    await open();
    client = await ownKeyOf(city, 'market-reviewer');
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is cancelled by its caller, again and again, and leaves nothing behind', async () => {
    const before = [await kept(), await height()];
    const signing = await send(2, 'cancelled-once');
    expect(signing.lapsesAt).to.equal(undefined);
    const waiting = await read(signing.id);
    expect(waiting.lapsesAt).to.be.a('string');
    expect(await listed('open')).to.deep.equal([signing.id]);
    expect((await kept()).length).to.be.greaterThan((before[0] as string[]).length);
    const stranger = city.callers.find(
      ({ name }) => name === CALLERS.find(({ id }) => id === 'police-clerk')!.name,
    )!;
    expect((await city.ask(stranger, `/v1/signings/${signing.id}/cancel`, {})).status).to.equal(404);

    const cancelled = made(await cancel(signing.id));
    expect(cancelled).to.deep.include({ state: 'cancelled', sign: [] });
    expect(made(await cancel(signing.id))).to.deep.equal(cancelled);
    expect([await listed('open'), await listed('cancelled')]).to.deep.equal([[], [signing.id]]);
    expect(await late(signing)).to.deep.equal([422, 'SIGNING_CANCELLED']);
    await eventually(async () => expect([await kept(), await height()]).to.deep.equal(before));
    const again = await city.ask(clerk(), '/v1/licenses', permits(2), 'cancelled-once');
    expect([again.status, again.body.code]).to.deep.equal([422, 'SIGNING_CANCELLED']);
  });

  it('lapses after the days that are configured, over a restart, and is told who signs it then', async () => {
    const before = [await kept(), await height()];
    const one = await send();
    now += 3 * DAY - 60_000;
    expect(await read(one.id)).to.include({ state: 'waiting' });
    const two = await send();
    now += 60_000;
    expect(await late(one)).to.deep.equal([422, 'SIGNING_LAPSED']);
    expect(await read(one.id)).to.include({ state: 'lapsed' });
    expect((await cancel(one.id)).body.code).to.equal('JOB_NOT_OPEN');
    expect([await listed('open'), await listed('lapsed')]).to.deep.equal([[two.id], [one.id]]);
    await city.stop();
    now += 3 * DAY;
    await open();
    await city.hub('bureau').administration.resumed;
    expect(await listed('open')).to.deep.equal([]);
    expect((await listed('lapsed')).sort()).to.deep.equal([one.id, two.id].sort());
    await eventually(async () => expect([await kept(), await height()]).to.deep.equal(before));
  });

  it('is not cancelled once a part of it stands: the batch stops half way when its days are over, and goes on', async () => {
    const signing = await send(600);
    // The department signs what opens the batch, and then no run of it.
    let at = signing;
    while (at.sign.every(({ step }) => step === 0)) {
      at = made(await signOnce(client!, at)) as unknown as SigningAnswer;
    }
    const refused = await cancel(signing.id);
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'JOB_COMMITTED']);
    now += 3 * DAY;
    const over = await read(signing.id);
    expect(over).to.include({ state: 'refused' });
    expect((over.refusal as JsonObject).code).to.equal('BATCH_INCOMPLETE');
    // Who resumes it must not read the old refusal afterwards: the job is at work when that is answered.
    const resumed = made(await city.ask(clerk(), `/v1/jobs/${signing.id}/resume`, {}));
    expect(resumed).to.include({ state: 'running' });
    const done = await settle(client!, (await read(signing.id)) as unknown as SigningAnswer);
    expect(done.status, JSON.stringify(done.body)).to.equal(200);
    expect((done.body.certificates as JsonObject[]).length).to.equal(600);
  });

  it('leaves an entry as it stood, and what it was meant for is judged by what stands when it is signed', async () => {
    const answered = async (path: string, body: object): Promise<JsonObject> =>
      (await write(client!, { path, body, idempotencyKey: path })).body;
    const entry = penaltyOf('示例市监罚〔2026〕3号', '2026-03-05');
    const { entries } = await answered('/v1/credit/entries', {
      entries: [registrationOf(ENTERPRISE), entry],
    });
    const place = `/v1/credit/entries/${ENTERPRISE}/${(entries as { entry: string }[])[1]!.entry}`;
    const standing = made(await city.ask(clerk(), place));
    const before = await kept();
    const facts = { ...omit(entry, 'subject', 'category', 'document'), severity: 'minor' };
    const correct = async (): Promise<SigningAnswer> =>
      made(await city.ask(clerk(), `${place}/correct`, { basis, facts })) as unknown as SigningAnswer;
    made(await cancel((await correct()).id));
    // What was made ready is dropped with the outcome, which is told a moment before it is on disk.
    await eventually(async () => expect(await kept()).to.deep.equal(before));
    expect(made(await city.ask(clerk(), place))).to.deep.equal(standing);

    const late = await correct();
    const colleague = city.callers.find(({ name }) => name === PREPARER)!;
    made(await city.ask(colleague, `${place}/annul`, { basis }));
    const { status, body } = await settle(client!, late);
    expect([status, body.code], JSON.stringify(body)).to.deep.equal([422, 'STALE']);
    expect(made(await city.ask(clerk(), place))).to.include({ state: 'annulled', revision: 1 });
  });
});
