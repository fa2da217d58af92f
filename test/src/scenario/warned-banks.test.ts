import { expect } from 'chai';
import {
  addDays,
  addMonths,
  dateOfInstant,
  type ConsentStatement,
  type FeedEvent,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { ENTERPRISE, HEIR, penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { made } from '../support/answers.js';
import { licenceFor } from '../support/business-licence.js';
import { runCity } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16 } from '../support/contracts/people.js';
import { endingLetter } from '../support/ending-letter.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { Receiver } from '../support/receiver.js';

const OFFICE = DEPARTMENTS.credit.code;
const basis = { law: '信用修复管理办法第五条', document: '示例市监〔2026〕31号' };

describe('what a bank with a live consent is told of its customer', function () {
  this.timeout(120_000);
  let folder: string;
  let here: ConsentingCity;
  let receiver: Receiver;
  let documents = 0;
  const today = dateOfInstant(Math.floor(Date.now() / 1000));

  const ask = async (by: string, path: string, body?: object): Promise<JsonObject> =>
    made(await here.city.ask(here.named(by), path, body));
  const told = async (by: string, type: FeedEvent['type']): Promise<JsonObject[]> => {
    const { items } = await ask(by, '/v1/events?after=0&limit=200');
    return (items as unknown as FeedEvent[]).filter((event) => event.type === type).map(({ data }) => data);
  };
  const publish = async (change: JsonObject): Promise<{ document: string; address: string }> => {
    const document = `示例市监罚〔2026〕${++documents}号`;
    const entry = penaltyOf(document, addDays(today, -1), change);
    const { entries } = await ask('market-clerk', '/v1/credit/entries', { entries: [entry] });
    const [{ entry: id, subject }] = entries as [{ entry: string; subject: string }];
    return { document, address: `/v1/credit/entries/${subject}/${id}` };
  };
  /** What a bank has been told up to here: a change of the registry comes behind everything else. */
  const toldInAll = async (by: string): Promise<unknown[]> => {
    const { document } = await publish({ severity: 'serious' });
    return eventually(async () => {
      const all = (await told('bank-one-officer', 'credit.serious')).map((data) => data.document);
      expect(all.at(-1)).to.equal(document);
      return (await told(by, 'credit.serious')).map((data) => data.document);
    });
  };
  const give = async (more: Partial<ConsentStatement> = {}): Promise<ConsentStatement> => {
    const statement = here.statement({ provider: OFFICE, ...more });
    made(await here.give(statement));
    return statement;
  };
  const licence = async (): Promise<string> => {
    const { certificates } = await ask('market-clerk', '/v1/licenses', licenceFor(ENTERPRISE));
    return (certificates as [{ id: string }])[0].id;
  };

  before(async () => {
    folder = await newFolder();
    here = new ConsentingCity(
      await runCity(folder, {}, { HANLIAN_WEBHOOK_NETWORKS: '127.0.0.1', HANLIAN_WEBHOOK_HTTP: 'internal' }),
    );
    receiver = await Receiver.open();
    await here.prepare();
    await ask('market-clerk', '/v1/credit/entries', {
      entries: [registrationOf(ENTERPRISE), registrationOf(HEIR)],
    });
    // Lives throughout, and shows that events had their time to come.
    await give();
  });
  after(async () => {
    await here.city.stop();
    await receiver.close();
    await removeFolder(folder);
  });

  it('is each new serious entry, once, by its feed and its webhooks, and nobody else’s', async () => {
    const { id } = await give({ recipient: DEPARTMENTS.bankTwo.code });
    await ask('bank-two-officer', '/v1/webhooks', {
      name: 'warnings',
      url: receiver.url,
      types: ['credit.serious'],
    });
    const grave = await publish({ severity: 'serious' });
    await publish({});
    const listed = await publish({ category: 'seriousDishonesty', severity: 'serious', fields: LISTED });
    await publish({ subject: HEIR, severity: 'serious' });
    const events = await eventually(async () => {
      const found = await told('bank-two-officer', 'credit.serious');
      expect(found).to.have.lengthOf(2);
      return found;
    });
    expect(events[0]).to.deep.include({
      consents: [id],
      subject: ENTERPRISE,
      category: 'penalty',
      source: DEPARTMENTS.market.code,
      document: grave.document,
      decidedAt: addDays(today, -1),
    });
    expect(events[1]).to.include({ document: listed.document, category: 'seriousDishonesty' });
    await receiver.has(2);
    const sent = receiver.got.map(({ body }) => (JSON.parse(body) as { data: JsonObject }).data);
    expect(sent).to.deep.equal(events);
    for (const other of ['market-clerk', 'credit-clerk', 'police-clerk']) {
      expect(await told(other, 'credit.serious'), other).to.deep.equal([]);
    }
    expect((await toldInAll('bank-two-officer')).slice(0, -1)).to.deep.equal([
      grave.document,
      listed.document,
    ]);
    made(await here.act(id, 'withdraw', 0));
  });

  it('is an entry that a correction makes serious, not one that stays so, nor one no longer published', async () => {
    const before = await toldInAll('bank-one-officer');
    const { document, address } = await publish({});
    const facts = (severity: string): JsonObject => {
      const { decidedAt, fields } = penaltyOf(document, addDays(today, -1));
      return { decidedAt: decidedAt!, fields: fields!, severity };
    };
    await ask('market-clerk', `${address}/correct`, { basis, facts: facts('serious') });
    await ask('market-clerk', `${address}/dispute`, { basis });
    await ask('market-clerk', `${address}/resolve-dispute`, { basis, decision: 'rejected' });
    await ask('market-clerk', `${address}/correct`, { basis, facts: facts('serious') });
    await publish({ severity: 'serious', decidedAt: addMonths(today, -48) });
    const after = await toldInAll('bank-one-officer');
    expect(after.slice(before.length, -1)).to.deep.equal([document]);
  });

  it('is nothing while its consent is paused, before it begins, and after it is withdrawn', async () => {
    const { id } = await give({ recipient: DEPARTMENTS.bankTwo.code });
    const soon = Math.floor(Date.now() / 1000) + 86_400;
    await give({ recipient: DEPARTMENTS.bankTwo.code, since: soon, until: soon + 86_400 });
    const first = await toldInAll('bank-two-officer');
    made(await here.act(id, 'pause', 0));
    expect(await toldInAll('bank-two-officer')).to.deep.equal(first);
    made(await here.act(id, 'resume', 1));
    const resumed = await toldInAll('bank-two-officer');
    expect(resumed).to.have.lengthOf(first.length + 1);
    made(await here.act(id, 'withdraw', 2));
    expect(await toldInAll('bank-two-officer')).to.deep.equal(resumed);
  });

  for (const operation of ['revoke', 'annul', 'deregister']) {
    it(`is a business licence that ended: ${operation}`, async () => {
      const { id } = await give({ recipient: DEPARTMENTS.bankTwo.code });
      const certificate = await licence();
      await ask('market-clerk', `/v1/licenses/${certificate}/suspend`, { basis });
      await ask('market-clerk', `/v1/licenses/${certificate}/${operation}`, { basis });
      const event = await eventually(async () => {
        const found = (await told('bank-two-officer', 'license.ended')).filter(
          (data) => data.certificate === certificate,
        );
        expect(found).to.have.lengthOf(1);
        return found[0]!;
      });
      expect(event).to.include({ consent: id, office: OFFICE, operation: `license.${operation}` });
      made(await here.act(id, 'withdraw', 0));
      const next = await licence();
      await ask('market-clerk', `/v1/licenses/${next}/${operation}`, { basis });
      await eventually(async () => {
        const found = await told('bank-one-officer', 'license.ended');
        expect(found.filter((data) => data.certificate === next)).to.have.lengthOf(1);
      });
      const all = await told('bank-two-officer', 'license.ended');
      expect(all.some((data) => data.certificate === next)).to.equal(false);
      for (const other of ['market-clerk', 'police-clerk']) {
        expect(await told(other, 'license.ended'), other).to.deep.equal([]);
      }
    });
  }

  it('is what its office says by a letter that counts once, of a consent between them and an act that happened', async () => {
    const { id } = await give({ recipient: DEPARTMENTS.bankTwo.code });
    const certificate = await licence();
    await ask('market-clerk', `/v1/licenses/${certificate}/revoke`, { basis });
    const others = await licence();
    const send = async (letter: object): Promise<unknown[]> => {
      const { status, body } = await here.city.ask('bank', '/v1/exchange/endings', letter);
      return [status, body.code ?? (body.message as JsonObject).kind];
    };
    const of = (more: Parameters<typeof endingLetter>[3] = {}, about = certificate): Promise<object> =>
      endingLetter(here.city, id, about, { to: DEPARTMENTS.bankTwo.code, ...more });
    const letter = await of();
    expect(await send(letter)).to.deep.equal([200, 'ending-receipt']);
    expect(await send(letter)).to.deep.equal([409, 'EXCHANGE_REPLAYED']);
    expect(await send(await of({ signer: DEPARTMENTS.market.code }))).to.include('HOLDER_KEY_NOT_BOUND');
    expect(await send({ ...letter, signature: 'A'.repeat(94) })).to.include('SIGNATURE_INVALID');
    expect(await send(await of({ consent: random16() }))).to.deep.equal([404, 'CONSENT_UNKNOWN']);
    expect(await send(await of({ to: DEPARTMENTS.bankOne.code }))).to.deep.equal([404, 'CONSENT_UNKNOWN']);
    expect(await send(await of({ to: DEPARTMENTS.market.code }))).to.include('OTHER_DEPARTMENT');
    expect(await send(await of({ index: 9999 }))).to.deep.equal([409, 'EXCHANGE_ACT_UNKNOWN']);
    expect(await send(await of({}, others))).to.deep.equal([409, 'EXCHANGE_ACT_UNKNOWN']);
    made(await here.act(id, 'withdraw', 0));
    expect(await send(await of())).to.deep.equal([422, 'CONSENT_WITHDRAWN']);
    expect(await told('bank-two-officer', 'license.ended')).to.have.lengthOf(4);
  });

  it('is a licence of before its hub was down, unless the consent ended meanwhile', async () => {
    const { mspId } = here.city.hub('bank');
    const { peers, endings } = here.city.hub('bureau').administration.exchange;
    const { id } = await give({ recipient: DEPARTMENTS.bankTwo.code });
    peers.meet(mspId, 'http://127.0.0.1:9');
    const certificate = await licence();
    await ask('market-clerk', `/v1/licenses/${certificate}/revoke`, { basis });
    const { store } = here.city.hub('bureau').administration.licenses;
    await eventually(async () => {
      expect(await store.keys({ gte: 'ending~', lt: 'ending~~' }).all()).to.have.lengthOf(2);
    });
    made(await here.act(id, 'withdraw', 0));
    peers.meet(mspId, here.city.url('bank'));
    await eventually(async () => {
      await endings.turn();
      const found = await told('bank-one-officer', 'license.ended');
      expect(found.filter((data) => data.certificate === certificate)).to.have.lengthOf(1);
    });
    const all = await told('bank-two-officer', 'license.ended');
    expect(all.some((data) => data.certificate === certificate)).to.equal(false);
  });
});

const LISTED = {
  subjectName: '示例食品有限公司',
  list: '市场监督管理严重违法失信名单',
  grounds: '拒不履行处罚决定',
  authority: DEPARTMENTS.market.name.zh,
};
