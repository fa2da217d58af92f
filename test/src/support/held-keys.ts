import { randomUUID, sign as signBytes } from 'node:crypto';
import { generateUscc, type JsonObject, type SigningAnswer } from '@hanlian/chaincode/domain';
import { settle, write, type SigningClient, type Written } from '@hanlian/gateway/client/signing';
import type { Description } from '@hanlian/gateway/ledger/port';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import { FACTS } from '@hanlian/gateway/endpoints/credit/examples';
import { expect } from 'chai';
import type { RunningCity } from './city.js';
import { registrationOf } from '../fabric/told-credit.js';
import { eventually } from './eventually.js';
import { ownKeyOf } from './own-key.js';

/** Of these stories alone: on Fabric they share a channel with others, one of which tells of an enterprise nobody registered. */
const ENTERPRISE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000778' });
const UNIT = { name: '示例餐饮有限公司', code: '91350100M000100Y43' };

/** What the department asks of another, as in the API description. */
const demand = {
  id: 'D901',
  matter: '食品经营许可',
  purpose: '核验经营场所的规划用途',
  resource: '305001/0001',
  fields: ['creditCode', 'location'],
  legalBasis: '《食品经营许可和备案管理办法》第十二条',
  frequency: 'day',
};

/** A batch of food permits. */
const permits = (count: number): object => ({
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕9号' },
  certificates: Array.from({ length: count }, (_, i) => ({
    holders: [{ typeCode: '001', ...UNIT }],
    fields: { unitName: UNIT.name, unitCode: UNIT.code, premises: `示例路${i + 1}号` },
  })),
});

/**
 * The story of a department that keeps its key, told on whichever ledger the city runs on; by its second clerk, so that
 * the first writes on as before where others use the same city.
 */
export function tellOfHeldKeys(run: () => Promise<RunningCity>): void {
  let city: RunningCity;
  let client: SigningClient;
  let reviewed: Description[] = [];
  let id = '';
  const clerk = (): SampleCallerKey => city.callers.find(({ name }) => name === '示例市市场监督管理局 审核')!;
  const post = (path: string, body: object, idempotencyKey: string = randomUUID()): Promise<Written> =>
    write(client, { path, body, idempotencyKey });
  const waiting = async (): Promise<readonly SigningAnswer[]> => {
    const { body } = await city.ask(clerk(), '/v1/signings');
    return body.items as unknown as SigningAnswer[];
  };

  before(async () => {
    city = await run();
    client = await ownKeyOf(city, 'market-reviewer', (description) => void reviewed.push(description));
  });
  after(() => city.stop());
  beforeEach(() => {
    reviewed = [];
  });

  it('an issue is signed twice by the department, and sees both times what it signs', async () => {
    const { status, body } = await post('/v1/licenses', permits(1));
    expect(status, JSON.stringify(body)).to.equal(201);
    const [issued] = body.certificates as JsonObject[];
    id = issued!.id as string;
    expect(reviewed.map(({ stage, function: name }) => [stage, name])).to.deep.equal([
      ['proposal', 'license:openBatch'],
      ['transaction', 'license:openBatch'],
    ]);
    expect(reviewed[0]!.arguments[0]).to.include(body.batch);
    expect(reviewed[1]!.endorsed!.effects.writes).to.not.equal(undefined);
    const [transaction] = body.transactionIds as string[];
    expect(transaction).to.equal(reviewed[1]!.transactionId);
    const read = await city.ask(clerk(), `/v1/licenses/${id}`);
    expect(read.body).to.include({ id, standing: 'valid' });
    const document = await city.ask(clerk(), `/v1/licenses/${id}/document`);
    // Another organisation's peer may be a block behind, and says so then; it denies nothing.
    const verdicts = new Set<unknown>();
    await eventually(async () => {
      const { body } = await city.ask('bank', '/v1/verifications', { document: document.body });
      verdicts.add(body.verdict);
      expect(body.verdict, JSON.stringify(body)).to.equal('VALID');
    });
    expect([...verdicts]).to.not.include('INVALID');
  });

  it('a batch of several runs asks for the signatures of each', async () => {
    const { status, body } = await post('/v1/licenses', permits(600));
    expect(status, JSON.stringify(body).slice(0, 500)).to.equal(201);
    expect(body.certificates).to.have.length(600);
    expect(body.transactionIds).to.have.length(3);
    expect(reviewed).to.have.length(6);
  });

  it('an act too; sent again with its key it answers as before and asks for nothing', async () => {
    const act = { basis: { law: '食品安全法第一百二十四条', document: '示例市监暂〔2026〕1号' } };
    const first = await post(`/v1/licenses/${id}/suspend`, act, 'suspend-once');
    expect(first.status, JSON.stringify(first.body)).to.equal(200);
    expect(first.body).to.include({ operation: 'suspend', state: '02', revision: 1 });
    const again = await post(`/v1/licenses/${id}/suspend`, act, 'suspend-once');
    expect(again.body).to.deep.equal(first.body);
    expect(reviewed).to.have.length(2);
  });

  it('what is not signed waits, over a restart too, and is asked for anew', async () => {
    const act = { basis: { law: '食品安全法第一百二十四条', document: '示例市监发〔2026〕1号' } };
    const sent = await city.ask(clerk(), `/v1/licenses/${id}/reinstate`, act, 'reinstate-once');
    expect(sent.status).to.equal(202);
    await city.stop();
    city = await run();
    client = { ...client, url: clerk().url };
    const [left, ...others] = await waiting();
    expect(others).to.deep.equal([]);
    expect(left).to.include({ id: sent.body.id, state: 'waiting' });
    expect(left!.sign[0]!.transactionId).to.not.equal((sent.body.sign as JsonObject[])[0]!.transactionId);
    const done = await settle(client, left!);
    expect(done.body).to.include({ operation: 'reinstate', state: '01', revision: 2 });
    expect(await waiting()).to.deep.equal([]);
  });

  it('a signature by another key, or of something else, is refused and loses nothing', async () => {
    const act = {
      basis: { law: '食品安全法第一百二十四条', document: '示例市监检〔2026〕1号' },
      passed: true,
    };
    const { body } = await city.ask(clerk(), `/v1/licenses/${id}/inspect`, act);
    const signing = body as unknown as SigningAnswer;
    const { transactionId, stage } = signing.sign[0]!;
    const give = (signature: Buffer, at: string = stage): Promise<{ status: number; body: JsonObject }> =>
      city.ask(clerk(), `/v1/signings/${signing.id}/signatures`, {
        signatures: [{ transactionId, stage: at, signature: signature.toString('base64url') }],
      });
    const other = signBytes('sha256', Buffer.from('something else'), client.privateKey);
    expect((await give(other)).body).to.include({ code: 'SIGNATURE_INVALID' });
    expect((await give(other, 'transaction')).body).to.include({ code: 'SIGNING_MOVED_ON' });
    const stranger = city.callers.find(({ name }) => name === '示例市公安局 经办')!;
    expect((await city.ask(stranger, `/v1/signings/${signing.id}`)).status).to.equal(404);
    expect((await settle(client, signing)).body).to.include({ operation: 'inspect', revision: 3 });
  });

  it("the ledger's refusal reaches the department, and ends the write", async () => {
    const act = {
      basis: { law: '食品安全法第一百二十四条', document: '示例市监检〔2026〕2号' },
      passed: true,
      expectedRevision: 0,
    };
    const { status, body } = await post(`/v1/licenses/${id}/inspect`, act);
    expect([status, body.code], JSON.stringify(body)).to.deep.equal([422, 'STALE']);
    expect(await waiting()).to.deep.equal([]);
  });

  // Entries once answered 201 with a signing, and acts on them without a transaction.
  it('whatever else it writes it signs as well, and is answered as though the hub had its key', async () => {
    const document = `示例市监罚〔2026〕${Date.now()}号`;
    const entry = { subject: ENTERPRISE, category: 'penalty', document, ...FACTS };
    const published = await post('/v1/credit/entries', { entries: [registrationOf(ENTERPRISE), entry] });
    expect(published.status, JSON.stringify(published.body)).to.equal(201);
    const [, { entry: id, outcome }] = published.body.entries as [object, { entry: string; outcome: string }];
    expect(outcome).to.equal('published');
    const basis = { law: '行政处罚法第七十六条', document: '示例市监函〔2026〕7号' };
    const place = `/v1/credit/entries/${ENTERPRISE}/${id}`;
    const annulled = await post(`${place}/annul`, { basis }, 'annul-once');
    expect(annulled.status, JSON.stringify(annulled.body)).to.equal(200);
    expect(annulled.body).to.include({ entry: id, state: 'annulled', revision: 1 });
    expect(reviewed.map(({ stage, function: name }) => [stage, name])).to.deep.equal(
      ['credit:publish', 'credit:annul'].flatMap((name) => [
        ['proposal', name],
        ['transaction', name],
      ]),
    );
    expect(annulled.body.transactionId).to.equal(reviewed.at(-1)!.transactionId);
    expect((await post(`${place}/annul`, { basis }, 'annul-once')).body).to.deep.equal(annulled.body);
    expect(reviewed).to.have.length(4);
    expect(await waiting()).to.deep.equal([]);
  });

  it('the ledger judges it then, and its refusal ends it', async () => {
    const others = { ...demand, department: DEPARTMENTS.police.code };
    const { status, body } = await post('/v1/demands', { entries: [others] });
    expect([status, body.code], JSON.stringify(body)).to.deep.equal([422, 'OTHER_DEPARTMENT']);
    expect(reviewed.map(({ stage }) => stage)).to.deep.equal(['proposal']);
    expect(await waiting()).to.deep.equal([]);
  });
}
