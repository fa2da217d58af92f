import type { JsonObject, SigningAnswer } from '@hanlian/chaincode/domain';
import { settleAll, type SigningClient } from '@hanlian/gateway/client/signing';
import type { Description } from '@hanlian/gateway/ledger/port';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';
import { sealRenewed, sealStolen, settledReseal } from '../support/stolen-seals.js';

const HOUR = 3_600_000;
const MARKET = DEPARTMENTS.market.code;
const UNIT = { name: '示例餐饮有限公司', code: '91350100M000100Y43' };
const permit = {
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', ...UNIT }],
      fields: { unitName: UNIT.name, unitCode: UNIT.code, premises: '示例路1号' },
    },
  ],
};
const order = { basis: { law: '电子签名法第十五条', document: '示例市监发〔2026〕21号' } };

describe('all of a department sealed anew by a clerk who keeps the key that signs', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let client: SigningClient;
  let signed: Description[] = [];
  let now = Date.now();
  const clerk = (): SampleCallerKey => callerOf(city, 'market-reviewer');

  const restart = async (meanwhile: () => void = () => undefined): Promise<void> => {
    await city.stop();
    meanwhile();
    city = await runCity(folder, { clock: () => now });
    client = { ...client, url: clerk().url };
  };
  const open = async (): Promise<SigningAnswer[]> =>
    made(await city.ask(clerk(), '/v1/signings')).items as unknown as SigningAnswer[];
  /** Steals the key under a batch that was issued just now, and under all that it has sealed before. */
  const weaken = async (): Promise<void> => {
    made(await city.ask(callerOf(city, 'market-clerk'), '/v1/licenses', permit));
    now += HOUR;
    await sealStolen(city, MARKET, { now, since: now });
    await sealRenewed(city, MARKET, now);
    now += 1000;
  };
  /** Begins to seal anew; once all that is to be signed waits, says how much that is. */
  const begin = async (): Promise<{ id: string; batches: number }> => {
    const id = made(await city.ask(clerk(), '/v1/reseals', order)).id as string;
    return eventually(async () => {
      const { state, counts } = made(await city.ask(clerk(), `/v1/reseals/${id}`));
      expect(state).to.equal('running');
      const { batches } = counts as { batches: number };
      expect(await open()).to.have.length(batches);
      return { id, batches };
    });
  };
  const signToTheEnd = async (id: string): Promise<JsonObject> => {
    for (;;) {
      await settleAll(client);
      const job = made(await city.ask(clerk(), `/v1/reseals/${id}`));
      if (job.state === 'done') return job;
    }
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock: () => now });
    client = await ownKeyOf(city, 'market-reviewer', (description) => void signed.push(description));
  });
  beforeEach(async () => {
    await weaken();
    signed = [];
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('waits for the signature of each batch, over a restart too, and ends when all are signed', async () => {
    const { id, batches } = await begin();
    const waiting = await open();
    const asked = waiting.map(({ sign }) => sign[0]!.description.function);
    expect(new Set(asked)).to.deep.equal(new Set(['license:reseal']));
    await restart();
    const ids = (signings: readonly SigningAnswer[]): string[] => signings.map((one) => one.id).toSorted();
    await eventually(async () => expect(ids(await open())).to.deep.equal(ids(waiting)));
    const done = await signToTheEnd(id);
    expect(done).to.deep.include({ progress: { done: batches, refused: 0, of: batches }, errors: [] });
    expect(signed.filter(({ stage }) => stage === 'transaction')).to.have.length(batches);
    const again = made(await city.ask(clerk(), '/v1/reseals', order)).id as string;
    const { counts } = await settledReseal(city, again, clerk());
    expect(counts).to.deep.equal({ batches: 0, certificates: 0, later: 0 });
    expect(await open()).to.deep.equal([]);
  });

  it('is sealed once more where the signature comes after the quarter of an hour a seal may be old', async () => {
    const { id, batches } = await begin();
    // What is proposed anew, here after a stop, is of now; the seal under it is not.
    await restart(() => (now += 16 * 60_000));
    const done = await signToTheEnd(id);
    expect(done).to.deep.include({ progress: { done: batches, refused: 0, of: batches }, errors: [] });
    // Of each the first proposal was in vain.
    const stages = signed.map(({ stage }) => stage);
    expect(stages.filter((stage) => stage === 'proposal')).to.have.length(2 * batches);
    expect(stages.filter((stage) => stage === 'transaction')).to.have.length(batches);
  });

  it('keeps no other department waiting, and ends once its signings are cancelled', async () => {
    const { id, batches } = await begin();
    const police = callerOf(city, clerksOf(DEPARTMENTS.police.code).preparer.id);
    const other = made(await city.ask(police, '/v1/reseals', order)).id as string;
    expect(await settledReseal(city, other, police)).to.include({ state: 'done' });
    for (const { id: signing } of await open()) {
      made(await city.ask(clerk(), `/v1/signings/${signing}/cancel`, {}));
    }
    const done = await settledReseal(city, id, clerk());
    expect(done).to.deep.include({ state: 'done', progress: { done: 0, refused: batches, of: batches } });
    const codes = (done.errors as { code: string }[]).map(({ code }) => code);
    expect(new Set(codes)).to.deep.equal(new Set(['SIGNING_CANCELLED']));
    expect(signed).to.deep.equal([]);
  });
});
