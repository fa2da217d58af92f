import { X509Certificate } from 'node:crypto';
import type { EvidenceDocument } from '@hanlian/certificates';
import { keyPrefixes, rangeOf, sealsOf, type BatchRecord, type JsonObject } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { permitFor } from '../support/permit.js';
import {
  sealRenewed,
  sealStolen,
  settledReseal,
  verdictOffline,
  verdictOnline,
} from '../support/stolen-seals.js';

const HOUR = 3_600_000;
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};
const order = { basis: { law: '电子签名法第十五条', document: '示例市监发〔2026〕21号' } };

describe('all of a department sealed anew after its seal key was stolen', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let now: number;
  const market = DEPARTMENTS.market.code;

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const clerk = (): SampleCallerKey => named('market-clerk');
  const issue = async (count = 1): Promise<string[]> => {
    const certificates = Array.from({ length: count }, () => content);
    const body = { type: TYPES.foodBusiness.code, basis, certificates };
    const { certificates: issued } = made(await city.ask(clerk(), '/v1/licenses', body));
    return (issued as { id: string }[]).map(({ id }) => id);
  };
  const documentOf = async (id: string): Promise<EvidenceDocument> =>
    made(await city.ask(clerk(), `/v1/licenses/${id}/document`)) as unknown as EvidenceDocument;

  const offline = (document: EvidenceDocument): Promise<string[]> => verdictOffline(city, document);
  const online = (document: EvidenceDocument): Promise<string[]> => verdictOnline(city, document);
  const stolen = (department: string, since: number): Promise<void> =>
    sealStolen(city, department, { now, since });
  const renewed = async (department: string): Promise<void> => {
    await sealRenewed(city, department, now);
    now += 1000;
  };
  const batchesOf = async (department: string): Promise<BatchRecord[]> => {
    const { model } = city.hub('bureau').administration.licenses;
    const { start, end } = rangeOf(keyPrefixes.batch);
    const rows = await model.range(start, end, 10_000);
    return rows
      .map(({ row }) => JSON.parse(row.value.toString()) as BatchRecord)
      .filter(({ statement }) => statement.issuer === department);
  };
  const settled = (id: string, caller = clerk()): Promise<JsonObject> => settledReseal(city, id, caller);
  const reseal = async (more: object = {}): Promise<JsonObject> =>
    settled(made(await city.ask(clerk(), '/v1/reseals', { ...order, ...more })).id as string);

  /** Counting takes as long as a ledger of years would make it: until it may go on. */
  const withheldCount = (): { goOn: () => void; end: () => void } => {
    const { model } = city.hub('bureau').administration.licenses;
    const rows = model.rows.bind(model);
    const counted = Promise.withResolvers<boolean>();
    const goOn = (): void => counted.resolve(true);
    model.rows = async function* (...range): ReturnType<typeof rows> {
      if (range[0].startsWith(keyPrefixes.batch)) await counted.promise;
      yield* rows(...range);
    };
    const end = (): void => {
      goOn();
      model.rows = rows;
    };
    return { goOn, end };
  };

  before(async () => {
    folder = await newFolder();
    now = Date.now();
    city = await runCity(folder, { clock: () => now });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('finds nothing to do while no key is stolen', async () => {
    expect(await reseal()).to.deep.include({
      state: 'done',
      counts: { batches: 0, certificates: 0, later: 0 },
      progress: { done: 0, refused: 0, of: 0 },
      errors: [],
    });
  });

  it('needs the next key first; then each document proves again what it did, offline too', async () => {
    const [id] = await issue(3);
    const old = await documentOf(id!);
    expect(await offline(old)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    now += HOUR;
    await stolen(market, now);
    expect(await offline(old)).to.deep.equal(['INVALID', 'SEAL_TIME_UNPROVEN']);
    const early = await city.ask(clerk(), '/v1/reseals', order);
    expect([early.status, early.body.code]).to.deep.equal([422, 'SEAL_KEY_NOT_LIVE']);

    await renewed(market);
    const before = await batchesOf(market);
    const certificates = before.reduce((sum, { statement }) => sum + statement.count, 0);
    const done = await reseal();
    expect(done).to.deep.include({
      state: 'done',
      counts: { batches: before.length, certificates, later: 0 },
      progress: { done: before.length, refused: 0, of: before.length },
    });

    const document = await documentOf(id!);
    expect(document.id).to.equal(old.id);
    expect(document.statement.firstSealedAt).to.equal(old.statement.sealedAt);
    expect(await offline(document)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    expect(await online(document)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    // The ledger has known the old seal since before the theft; what it proved with a line, it proves still.
    expect(await online(old)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    expect(await offline(old)).to.deep.equal(['INVALID', 'SEAL_TIME_UNPROVEN']);
    const license = made(await city.ask(clerk(), `/v1/licenses/${id}`));
    expect([license.revision, license.standing]).to.deep.equal([0, 'valid']);
    const batches = await batchesOf(market);
    expect(batches.map((batch) => sealsOf(batch).length)).to.deep.equal(batches.map(() => 2));
  });

  it('finds nothing the second time, and stands in the audit list with who answers for it', async () => {
    now += 1000;
    const again = await reseal();
    expect(again.counts).to.deep.equal({ batches: 0, certificates: 0, later: 0 });
    const { items } = made(await city.ask(named('auditor'), `/v1/audit/acts?department=${market}&limit=200`));
    const acts = (items as JsonObject[]).filter(({ operation }) => operation === 'license.reseal');
    expect(acts.length).to.equal((await batchesOf(market)).length);
    expect(acts[0]).to.include({ person: clerksOf(market).preparer.person, law: order.basis.law });
    const { items: jobs } = made(await city.ask(clerk(), '/v1/reseals?limit=1'));
    expect((jobs as JsonObject[])[0]!.id).to.equal(again.id);
  });

  it('leaves what was sealed since the theft to a look of its own, and what a stamp proves to be older', async () => {
    const { stamps } = city.hub('bureau').administration;
    const root = new X509Certificate(city.hub('auditor').administration.root).raw;
    const [stamped] = await issue();
    stamps.start({ urls: [`${city.url('auditor')}/v1/timestamps`], roots: [root] }, 10);
    for (let tries = 0; tries < 600 && (await stamps.waiting(10_000)) > 0; tries += 1) await pause(20);
    expect((await documentOf(stamped!)).stamp).to.not.equal(null);
    await stamps.close();
    now += 1000;
    const [unstamped] = await issue();
    now += HOUR;
    const theft = now;
    now += HOUR;
    const [later] = await issue();
    await stolen(market, theft);
    await renewed(market);
    // All that was sealed anew above was stamped as well, with what waited.
    const first = await reseal();
    expect(first.counts).to.deep.equal({ batches: 1, certificates: 1, later: 1 });
    expect(await offline(await documentOf(unstamped!))).to.deep.equal(['VALID', 'ISSUER_VALID']);
    expect(await offline(await documentOf(stamped!))).to.deep.equal(['VALID', 'ISSUER_VALID']);
    expect(await online(await documentOf(later!))).to.deep.equal(['INVALID', 'SEAL_KEY_COMPROMISED']);
    const second = await reseal({ includesLater: true });
    expect(second.counts).to.deep.equal({ batches: 1, certificates: 1, later: 0 });
    expect(await online(await documentOf(later!))).to.deep.equal(['VALID', 'ISSUER_VALID']);
  });

  it('waits for the second person where the department has types for two, and both sign', async () => {
    const housing = DEPARTMENTS.housing.code;
    const { preparer, reviewer } = clerksOf(housing);
    const [one, two] = [named(preparer.id), named(reviewer.id)];
    const body = { type: TYPES.constructionPermit.code, basis, certificates: [permitFor()] };
    const prepared = made(await city.ask(one, '/v1/licenses', body)).id as string;
    const approve = async (task: string): Promise<JsonObject> =>
      made(await city.ask(two, `/v1/tasks/${task}/approve`, {}));
    const issued = (await approve(prepared)).outcome as { batch: string; certificates: { id: string }[] };
    now += HOUR;
    await stolen(housing, now);
    await renewed(housing);
    const task = made(await city.ask(one, '/v1/reseals', order));
    expect(task).to.include({ operation: 'reseal', state: 'waiting' });
    expect((await city.ask(one, `/v1/tasks/${task.id as string}/approve`, {})).status).to.equal(422);
    const { outcome } = await approve(task.id as string);
    const done = await settled((outcome as { id: string }).id, one);
    expect(done).to.deep.include({ person: preparer.person, reviewer: reviewer.person, errors: [] });
    const { batch } = issued;
    const found = (await batchesOf(housing)).find(({ statement }) => statement.batch === batch)!;
    expect(found.reseals!.map(({ twoPeople }) => twoPeople!.reviewer.officer)).to.deep.equal([
      reviewer.person,
    ]);
    const { id } = issued.certificates[0]!;
    const document = made(await city.ask(one, `/v1/licenses/${id}/document`)) as unknown as EvidenceDocument;
    expect(await offline(document)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    expect((await city.ask(clerk(), `/v1/reseals/${done.id as string}`)).status).to.equal(404);
  });

  it('ends, and lets others begin, where its reviewer may decide no longer before it seals', async () => {
    // It was tried again for ever, could not be cancelled, and kept every department from sealing anew.
    const housing = DEPARTMENTS.housing.code;
    const { preparer, reviewer } = clerksOf(housing);
    const [one, two] = [named(preparer.id), named(reviewer.id)];
    now += HOUR;
    await stolen(housing, now);
    await renewed(housing);
    const facts = { name: reviewer.name, role: 'clerk', department: housing, person: reviewer.person };
    const narrowed = { ...facts, scopes: ['license:get'] };
    const path = `/v1/callers/${reviewer.id}`;
    const counting = withheldCount();
    let ended: JsonObject;
    try {
      const { id } = made(await city.ask(one, '/v1/reseals', order));
      const { outcome } = made(await city.ask(two, `/v1/tasks/${id as string}/approve`, {}));
      made(await city.put(named('operator'), path, narrowed));
      const next = made(await city.ask(clerk(), '/v1/reseals', order)).id as string;
      counting.goOn();
      ended = await settled((outcome as { id: string }).id, one);
      expect(await settled(next)).to.include({ state: 'done' });
    } finally {
      counting.end();
      made(await city.put(named('operator'), path, facts));
    }
    expect(ended).to.deep.include({ state: 'done', progress: { done: 0, refused: 1, of: 1 } });
    expect((ended.errors as JsonObject[]).map(({ code }) => code)).to.deep.equal(['OFFICER_UNKNOWN']);

    const again = made(await city.ask(one, '/v1/reseals', order)).id as string;
    const { outcome } = made(await city.ask(two, `/v1/tasks/${again}/approve`, {}));
    const done = await settled((outcome as { id: string }).id, one);
    expect(done).to.deep.include({ progress: { done: 1, refused: 0, of: 1 }, errors: [] });
  });

  it('is cancelled before it begins to seal, and then closed', async () => {
    const counting = withheldCount();
    try {
      const { id } = made(await city.ask(clerk(), '/v1/reseals', order));
      const path = `/v1/reseals/${id as string}/cancel`;
      const cancelled = made(await city.ask(clerk(), path, {}, 'cancelled-once'));
      expect(cancelled).to.include({ id, state: 'cancelled' });
      counting.goOn();
      expect(made(await city.ask(clerk(), path, {}, 'cancelled-once'))).to.deep.equal(cancelled);
      const again = await city.ask(clerk(), path, {});
      expect([again.status, again.body.code]).to.deep.equal([409, 'JOB_NOT_OPEN']);
    } finally {
      counting.end();
    }
  });
});
