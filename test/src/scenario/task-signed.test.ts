import type { FeedEvent, JsonObject, SigningAnswer } from '@hanlian/chaincode/domain';
import { settle, type SigningClient } from '@hanlian/gateway/client/signing';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';
import { permitFor } from '../support/permit.js';

const DAY = 24 * 60 * 60 * 1000;
const SIGN_DAYS = { HANLIAN_SIGN_DAYS: '3' };
const { preparer, reviewer } = clerksOf(DEPARTMENTS.housing.code);
const order = {
  type: TYPES.constructionPermit.code,
  basis: { law: '建筑法第七条', document: '示例建许〔2026〕9号' },
  certificates: [permitFor()],
};

// It stayed approved, and its department heard nothing, until somebody read it by its id or the hub was started.
describe('a task of two people whose preparer keeps the key', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let client: SigningClient;
  let now: number;

  const open = async (): Promise<void> => {
    city = await runCity(folder, { clock: () => now }, SIGN_DAYS);
  };
  const ask = async (by: string, path: string, body?: object): Promise<JsonObject> =>
    made(await city.ask(callerOf(city, by), path, body));
  /** An approved task, and what its preparer is to sign for it. */
  const approved = async (): Promise<{ task: string; signing: SigningAnswer }> => {
    const task = (await ask(preparer.id, '/v1/licenses', order)).id as string;
    expect(await ask(reviewer.id, `/v1/tasks/${task}/approve`, {})).to.include({ state: 'approved' });
    return { task, signing: await toSign() };
  };
  const toSign = async (): Promise<SigningAnswer> => {
    const { items } = await ask(preparer.id, '/v1/signings?state=open');
    const [signing, ...more] = items as unknown as SigningAnswer[];
    expect(more).to.deep.equal([]);
    return signing!;
  };
  /** How the department is told that a task was closed: the events are read, and nothing of the task. */
  const told = (task: string): Promise<unknown> =>
    eventually(async () => {
      const { items } = await ask(reviewer.id, '/v1/events?limit=200');
      const closed = (items as unknown as FeedEvent[]).find(
        ({ type, data }) => type === 'task.closed' && data['task'] === task,
      );
      expect(closed).not.to.equal(undefined);
      return closed!.data['state'];
    });

  before(async () => {
    folder = await newFolder();
    now = Date.now();
    await open();
    client = await ownKeyOf(city, preparer.id);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is done once that has signed, and its department is told', async () => {
    const { task, signing } = await approved();
    expect((await settle(client, signing)).status).to.equal(200);
    expect(await told(task)).to.equal('done');
    const { state, outcome } = await ask(reviewer.id, `/v1/tasks/${task}`);
    expect(state).to.equal('done');
    expect((outcome as JsonObject).certificates).to.have.lengthOf(1);
  });

  it('is refused once the signing was cancelled', async () => {
    const { task, signing } = await approved();
    await ask(preparer.id, `/v1/signings/${signing.id}/cancel`, {});
    expect(await told(task)).to.equal('refused');
  });

  it('and once it lapsed', async () => {
    const { task, signing } = await approved();
    now += 3 * DAY;
    expect(await ask(preparer.id, `/v1/signings/${signing.id}`)).to.include({ state: 'lapsed' });
    expect(await told(task)).to.equal('refused');
  });

  it('and after a stop in between, when it is signed then', async () => {
    const { task } = await approved();
    await city.stop();
    await open();
    await city.hub('bureau').administration.resumed;
    client = { ...client, url: callerOf(city, preparer.id).url };
    expect((await settle(client, await toSign())).status).to.equal(200);
    expect(await told(task)).to.equal('done');
  });
});
