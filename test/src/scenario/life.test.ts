import { runCity, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { expect } from 'chai';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

const FOOD = '11100000MB0143028R901';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};
const order = { type: FOOD, basis, certificates: [content] };

interface Checked {
  readonly verdict: string;
  readonly checks: readonly { readonly name: string; readonly code: string }[];
}

describe('the life of a certificate', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let id: string;
  let document: JsonObject;

  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const auditor = (): SampleCallerKey => city.callers.find(({ role }) => role === 'auditor')!;

  /** What the bank's hub, which keeps no documents, says of the document in hand. */
  const verdict = async (file: JsonObject = document): Promise<[string, string | undefined]> => {
    const { body } = await city.ask('bank', '/v1/verifications', { document: file });
    const { verdict: word, checks } = body as unknown as Checked;
    return [word, checks.find(({ name }) => name === 'status')?.code];
  };
  /** The bank's own peer may be a moment behind the bureau's. */
  const becomes = async (expected: [string, string], file?: JsonObject): Promise<void> => {
    await eventually(async () => expect(await verdict(file)).deep.equal(expected));
  };
  const act = async (operation: string, body: object = {}): Promise<JsonObject> => {
    const answer = await city.ask(clerk(), `/v1/licenses/${id}/${operation}`, { basis, ...body });
    expect(answer.status, JSON.stringify(answer.body)).equal(200);
    return answer.body;
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is issued by a clerk and verified by anyone', async () => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', order, 'the-first');
    expect(status).equal(201);
    id = (body.certificates as { id: string }[])[0]!.id;
    document = (await city.ask(clerk(), `/v1/licenses/${id}/document`)).body;
    await becomes(['VALID', 'STATUS_VALID']);
  });

  it('is suspended, which every hub sees', async () => {
    expect((await act('suspend')).state).equal('02');
    await becomes(['INVALID', 'SUSPENDED']);
  });

  it('keeps its state, its callers and its idempotency keys over a restart', async () => {
    const before = city.callers.map(({ key }) => key);
    await city.stop();
    city = await runCity(folder);
    expect(city.callers.map(({ key }) => key)).deep.equal(before);
    await becomes(['INVALID', 'SUSPENDED']);
    const again = await city.ask(clerk(), '/v1/licenses', order, 'the-first');
    expect(again.status).equal(201);
    expect((again.body.certificates as { id: string }[])[0]!.id).equal(id);
    const other = await city.ask(
      clerk(),
      '/v1/licenses',
      { ...order, type: '11100000MB0143028R001' },
      'the-first',
    );
    expect(other.body.code).equal('IDEMPOTENCY_KEY_REUSED');
  });

  it('is reinstated and renewed: the old version is superseded, the new one stands', async () => {
    await act('reinstate');
    await becomes(['VALID', 'STATUS_VALID']);
    const renewed = await act('renew', { certificate: content });
    await becomes(['INVALID', 'SUPERSEDED']);
    id = renewed.id as string;
    expect(id).match(/\.002\.[0-9A-Z]$/);
    document = (await city.ask(clerk(), `/v1/licenses/${id}/document`)).body;
    await becomes(['VALID', 'STATUS_VALID']);
  });

  it('is annulled, and nothing can be done with it then', async () => {
    await act('annul');
    await becomes(['INVALID', 'ANNULLED']);
    const refused = await city.ask(clerk(), `/v1/licenses/${id}/suspend`, { basis });
    expect(refused.body.code).equal('ILLEGAL_TRANSITION');
  });

  it('tells the day before from the day after by what was known', async () => {
    const { body } = await city.ask(clerk(), `/v1/licenses/${id}/history`);
    const entries = body.entries as { recorded: { block: number } }[];
    const [renewal, annulment] = entries.map(({ recorded }) => recorded.block);
    const at = async (height: number | undefined): Promise<unknown> =>
      (await city.ask(clerk(), `/v1/licenses/${id}/state?knownAt=${height}`)).body.standing;
    expect(await at(renewal)).equal('valid');
    expect(await at(annulment)).equal('annulled');
    const unknown = await city.ask(clerk(), `/v1/licenses/${id}/state?knownAt=0`);
    expect(unknown.status).equal(404);
  });

  it('shows the auditor everything that happened to it, and in which transactions', async () => {
    const { body } = await city.ask(auditor(), `/v1/audit/licenses/${id}`);
    const entries = body.entries as { operation: string; recorded: { transactionId: string } }[];
    expect(entries.map(({ operation }) => operation)).deep.equal(['renew', 'annul']);
    const transactions = body.transactions as { transactionId: string; code: string }[];
    expect(transactions.map(({ transactionId }) => transactionId)).deep.equal(
      entries.map(({ recorded }) => recorded.transactionId),
    );
    expect(transactions.every(({ code }) => code === 'VALID')).equal(true);
  });

  it('cannot be touched by another department', async () => {
    const other = city.callers.find(
      ({ role, department }) => role === 'clerk' && department !== clerk().department,
    )!;
    const issued = await city.ask(clerk(), '/v1/licenses', order);
    const foreign = (issued.body.certificates as { id: string }[])[0]!.id;
    const refused = await city.ask(other, `/v1/licenses/${foreign}/suspend`, { basis });
    expect(refused.body.code).equal('OTHER_DEPARTMENT');
    expect((await city.ask(other, `/v1/licenses/${foreign}/document`)).status).equal(404);
  });
});
