import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { permitFor } from '../support/permit.js';
import { join } from 'node:path';
import { expect } from 'chai';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { CALLERS, clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { storeFolder } from '@hanlian/gateway/places';
import { openStore } from '@hanlian/gateway/storage/store';
import { TYPES } from '@hanlian/gateway/seed/types';

const DAY = 24 * 60 * 60 * 1000;
const PERMIT = TYPES.constructionPermit.code;
const { preparer, reviewer } = clerksOf(DEPARTMENTS.housing.code);
const basis = { law: '建筑法第七条', document: '示例建许〔2026〕9号' };
const content = permitFor();
const order = { type: PERMIT, basis, certificates: [content] };

describe('what two people must do', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let id: string;

  const named = (name: string): SampleCallerKey => city.callers.find((caller) => caller.name === name)!;
  const first = (): SampleCallerKey => named(preparer.name);
  const second = (): SampleCallerKey => named(reviewer.name);
  const requireStatus = (expected: number, { status, body }: Answer): JsonObject => {
    expect(status, JSON.stringify(body)).equal(expected);
    return body;
  };
  const prepare = async (path: string, body: object, key?: string): Promise<string> =>
    requireStatus(202, await city.ask(first(), path, body, key)).id as string;
  const decide = (
    caller: SampleCallerKey,
    task: string,
    decision: string,
    body: object = {},
    key?: string,
  ): Promise<Answer> => city.ask(caller, `/v1/tasks/${task}/${decision}`, body, key);
  const taskOf = async (task: string, caller = first()): Promise<JsonObject> =>
    requireStatus(200, await city.ask(caller, `/v1/tasks/${task}`));
  const tasks = async (caller: SampleCallerKey, query: string): Promise<string[]> => {
    const { items } = requireStatus(200, await city.ask(caller, `/v1/tasks?${query}`));
    return (items as { id: string }[]).map((item) => item.id);
  };

  /** What a hub that was killed right after the decision leaves behind. */
  const decideBehindItsBack = async (task: string): Promise<void> => {
    const store = await openStore(storeFolder(join(folder, 'bureau')));
    const key = `task~${DEPARTMENTS.housing.code}~${task}`;
    const { id: caller, person } = reviewer;
    const decidedAt = Math.floor(Date.now() / 1000);
    const decided = { state: 'approved', reviewer: { id: caller, person }, decidedAt };
    const standing = JSON.parse((await store.get(key))!.toString()) as object;
    await store.put(key, Buffer.from(JSON.stringify({ ...standing, ...decided })), { sync: true });
    await store.close();
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('waits for the second, over a restart, and issues nothing meanwhile', async () => {
    const task = await prepare('/v1/licenses', order, 'prepared-once');
    await city.stop();
    city = await runCity(folder);
    expect(await prepare('/v1/licenses', order, 'prepared-once')).equal(task);
    expect(await tasks(first(), 'mine=prepared')).deep.equal([task]);
    expect(await tasks(first(), 'mine=review')).deep.equal([]);
    expect(await tasks(second(), 'mine=review')).deep.equal([task]);
    expect(await taskOf(task, second())).to.deep.include({
      state: 'waiting',
      operation: 'issue',
      preparer: preparer.person,
      prepared: { kind: 'issue', ...order },
    });

    const own = await decide(first(), task, 'approve');
    expect(requireStatus(422, own).code).equal('SAME_PERSON_TWICE');
    const stranger = named(CALLERS.find(({ id: name }) => name === 'market-reviewer')!.name);
    expect((await decide(stranger, task, 'approve')).status).equal(404);

    const done = requireStatus(200, await decide(second(), task, 'approve', {}, 'approved-once'));
    expect(done).to.include({ state: 'done', reviewer: reviewer.person });
    expect(requireStatus(200, await decide(second(), task, 'approve', {}, 'approved-once'))).deep.equal(done);
    expect((await decide(second(), task, 'approve')).body.code).equal('TASK_CLOSED');
    id = (done.outcome as { certificates: { id: string }[] }).certificates[0]!.id;

    const document = requireStatus(200, await city.ask(first(), `/v1/licenses/${id}/document`));
    expect((await city.ask('bureau', '/v1/verifications', { document })).body.verdict).equal('VALID');
  });

  it('acts on the revision the first saw, and on no other', async () => {
    const suspended = await prepare(`/v1/licenses/${id}/suspend`, { basis });
    const revoked = await prepare(`/v1/licenses/${id}/revoke`, { basis });
    const done = requireStatus(200, await decide(second(), suspended, 'approve'));
    expect(done.outcome).to.include({ id, state: '02', revision: 1 });
    const refused = await decide(second(), revoked, 'approve');
    expect(requireStatus(409, refused).code).equal('STALE');
    expect(await taskOf(revoked))
      .to.deep.include({ state: 'refused' })
      .and.not.have.property('prepared');
    const { body } = await city.ask(first(), `/v1/licenses/${id}/history`);
    expect((body.entries as { operation: string }[]).map(({ operation }) => operation)).deep.equal([
      'issue',
      'suspend',
    ]);
  });

  it('is carried out once, however many approve at once', async () => {
    const task = await prepare(`/v1/licenses/${id}/reinstate`, { basis });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => decide(second(), task, 'approve', {}, `at-once-${i}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(1);
    expect(new Set(answers.map(({ body }) => body.code ?? 'done'))).deep.equal(
      new Set(['done', 'TASK_CLOSED']),
    );
    expect((await city.ask(first(), `/v1/licenses/${id}`)).body.revision).equal(2);
  });

  it('is rejected with a reason, or cancelled by the first, and then closed', async () => {
    const rejected = await prepare(`/v1/licenses/${id}/annul`, { basis });
    const reason = '处罚决定书文号有误';
    requireStatus(200, await decide(second(), rejected, 'reject', { reason }));
    expect(await taskOf(rejected))
      .to.include({ state: 'rejected', reason })
      .and.not.have.property('prepared');
    expect((await decide(second(), rejected, 'approve')).body.code).equal('TASK_CLOSED');

    const cancelled = await prepare(`/v1/licenses/${id}/annul`, { basis });
    expect((await decide(second(), cancelled, 'cancel')).status).equal(403);
    requireStatus(200, await decide(first(), cancelled, 'cancel'));
    expect((await decide(second(), cancelled, 'approve')).body.code).equal('TASK_CLOSED');
    expect(await tasks(second(), 'mine=review')).deep.equal([]);
    expect((await city.ask(first(), `/v1/licenses/${id}`)).body.state).equal('01');
  });

  it('refuses at once what could never be approved', async () => {
    const wrong = { ...content, fields: { ...content.fields, cost: 'much' } };
    const issue = await city.ask(first(), '/v1/licenses', { ...order, certificates: [wrong] });
    expect(requireStatus(400, issue).field).equal('certificates[0].fields.cost');
    const reinstate = await city.ask(first(), `/v1/licenses/${id}/reinstate`, { basis });
    expect(requireStatus(422, reinstate).code).equal('ILLEGAL_TRANSITION');
    const stranger = named(CALLERS.find(({ id: name }) => name === 'market-clerk')!.name);
    const foreign = await city.ask(stranger, `/v1/licenses/${id}/suspend`, { basis });
    expect(requireStatus(403, foreign).code).equal('OTHER_DEPARTMENT');
  });

  it('is carried out after a restart when the hub stopped between the decision and the seal', async () => {
    const task = await prepare(`/v1/licenses/${id}/inspect`, { basis, passed: true });
    await city.stop();
    await decideBehindItsBack(task);
    city = await runCity(folder);
    await city.hub('bureau').administration.resumed;
    expect(await taskOf(task)).to.include({ state: 'done', reviewer: reviewer.person });
    expect((await city.ask(first(), `/v1/licenses/${id}`)).body.revision).equal(3);
  });

  it('waits a week and no longer', async () => {
    const task = await prepare(`/v1/licenses/${id}/suspend`, { basis });
    await city.stop();
    city = await runCity(folder, { clock: () => Date.now() + 8 * DAY });
    await city.hub('bureau').administration.resumed;
    expect(await taskOf(task))
      .to.include({ state: 'expired' })
      .and.not.have.property('prepared');
    expect((await decide(second(), task, 'approve')).body.code).equal('TASK_CLOSED');
    expect(await tasks(first(), 'state=expired')).deep.equal([task]);
    expect((await city.ask(first(), `/v1/licenses/${id}`)).body.revision).equal(3);
    await city.stop();
    city = await runCity(folder);
  });

  it('renews with both signatures on both statements', async () => {
    const body = { basis, certificate: { ...content, effectiveFrom: undefined } };
    const task = await prepare(`/v1/licenses/${id}/renew`, body);
    const done = requireStatus(200, await decide(second(), task, 'approve'));
    const { id: next } = done.outcome as { id: string };
    expect(next).match(/\.002\.[0-9A-Z]$/);
    const document = requireStatus(200, await city.ask(first(), `/v1/licenses/${next}/document`));
    expect((await city.ask('bureau', '/v1/verifications', { document })).body.verdict).equal('VALID');
  });

  it('is done when a batch that stopped half way was resumed to its end', async () => {
    const { ledger } = city.hub('bureau').administration.licenses;
    const propose = ledger.propose.bind(ledger);
    ledger.propose = (identity, request) =>
      request.function === 'license:issue'
        ? Promise.reject(new LedgerError('not now', { stage: 'endorse', code: 'NOT_ACCREDITED' }))
        : propose(identity, request);
    const certificates = Array.from({ length: 520 }, () => content);
    const task = await prepare('/v1/licenses', { ...order, certificates });
    const stopped = await decide(second(), task, 'approve');
    expect(requireStatus(409, stopped).code).equal('BATCH_INCOMPLETE');
    ledger.propose = propose;

    const { state, refusal } = await taskOf(task);
    const { job } = refusal as { job: string };
    expect([state, job]).deep.equal(['refused', stopped.body.job]);
    requireStatus(202, await city.ask(first(), `/v1/jobs/${job}/resume`, {}));
    await eventually(async () => {
      expect((await taskOf(task)).state).equal('done');
    });
    const done = await taskOf(task);
    expect(done).not.have.property('refusal');
    expect((done.outcome as { certificates: object[] }).certificates).lengthOf(520);
    expect(await tasks(first(), 'state=refused')).not.include(task);
  });
});
