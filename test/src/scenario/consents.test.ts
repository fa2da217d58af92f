import { expect } from 'chai';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { codeOf, made } from '../support/answers.js';
import { runCity, type Answer } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16, random32 } from '../support/contracts/people.js';
import { ENTERPRISE, Holder, OTHER_BANK } from '../support/contracts/sharing.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';

describe('consents of an enterprise, given to a bank over HTTP', function () {
  this.timeout(120_000);
  let folder: string;
  let here: ConsentingCity;
  /** Given before each test. */
  let id: string;

  const eventsOf = async (caller: string): Promise<unknown[]> => {
    const { body } = await here.city.ask(here.named(caller), '/v1/events?after=0&limit=200');
    return (body.items as JsonObject[])
      .filter(({ type }) => type === 'consent.changed')
      .map(({ data }) => data as JsonObject)
      .filter(({ key }) => key === `consent~${id}`)
      .map(({ operation }) => operation);
  };
  const listedBy = async (caller: string): Promise<unknown[]> => {
    const { items } = made(await here.city.ask(here.named(caller), '/v1/consents?limit=200'));
    return (items as JsonObject[]).filter((item) => item.id === id).map(({ state }) => state);
  };

  before(async () => {
    folder = await newFolder();
    here = new ConsentingCity(await runCity(folder));
    await here.prepare();
  });
  after(async () => {
    await here.city.stop();
    await removeFolder(folder);
  });
  beforeEach(async () => {
    const statement = here.statement();
    id = statement.id;
    expect(made(await here.give(statement))).to.include({ id, state: 'active', revision: 0 });
  });

  it('reach that bank and the office, and no other bank or department', async () => {
    await eventually(async () =>
      expect(await eventsOf('bank-one-officer')).to.deep.equal(['sharing.giveConsent']),
    );
    expect(await listedBy('bank-one-officer')).to.deep.equal(['active']);
    expect(await listedBy('market-clerk')).to.deep.equal(['active']);
    for (const other of ['bank-two-officer', 'police-clerk']) {
      expect(await listedBy(other)).to.deep.equal([]);
      const got = await here.city.ask(here.named(other), `/v1/consents/${id}`);
      expect([got.status, codeOf(got)]).to.deep.equal([404, 'CONSENT_UNKNOWN']);
    }
    expect(await eventsOf('bank-two-officer')).to.deep.equal([]);
    expect((await here.city.ask(here.named('auditor'), '/v1/consents')).status).to.equal(403);
  });

  it('are paused, resumed and withdrawn by the enterprise, and the bank hears of each from the ledger', async () => {
    for (const [revision, act] of (['pause', 'resume', 'withdraw'] as const).entries()) {
      expect(made(await here.act(id, act, revision)).revision).to.equal(revision + 1);
    }
    await eventually(async () =>
      expect(await eventsOf('bank-one-officer')).to.deep.equal([
        'sharing.giveConsent',
        'sharing.pauseConsent',
        'sharing.resumeConsent',
        'sharing.withdrawConsent',
      ]),
    );
    expect(await listedBy('bank-one-officer')).to.deep.equal(['withdrawn']);
    const late = await here.act(id, 'resume', 3);
    expect([late.status, codeOf(late)]).to.deep.equal([422, 'CONSENT_ACT_IMPOSSIBLE']);
  });

  it('sent twice are one', async () => {
    const statement = here.statement();
    const [first, second] = [await here.give(statement), await here.give(statement)];
    expect(made(second)).to.deep.equal(made(first));
  });

  it('are refused forged, by a key that is not bound, replayed, of another consent, for nothing there is, or ahead of a checkpoint', async () => {
    const stranger = new Holder(here.enterprise.code);
    const statement = here.statement();
    expect(codeOf(await here.give(statement, stranger))).to.equal('SIGNATURE_INVALID');
    const unbound = here.statement({ holderKey: stranger.keyId });
    expect(codeOf(await here.give(unbound, stranger))).to.equal('HOLDER_KEY_NOT_BOUND');
    await here.bind(stranger);
    expect(codeOf(await here.give(unbound, stranger))).to.equal('LOG_PENDING');
    expect(codeOf(await here.give(here.statement({ provider: '91350100M000100Y43' })))).to.equal(
      'OTHER_DEPARTMENT',
    );
    expect(codeOf(await here.give(here.statement({ agreement: random32() })))).to.equal('RECORD_UNKNOWN');
    expect(codeOf(await here.give(here.statement({ fields: ['penalties'] })))).to.equal('FIELD_INVALID');
    const pause = { ...here.question(id), kind: 'consent-act', act: 'pause', revision: 0 } as const;
    expect(codeOf(await here.post(`/v1/consents/${random16()}/acts`, pause, here.enterprise))).to.equal(
      'CONSENT_UNKNOWN',
    );
    made(await here.post(`/v1/consents/${id}/acts`, pause, here.enterprise));
    made(await here.act(id, 'resume', 1));
    expect(codeOf(await here.post(`/v1/consents/${id}/acts`, pause, here.enterprise))).to.equal('STALE');
    expect(await listedBy('market-clerk')).to.deep.equal(['active']);
  });

  // Whoever had a bound key could hand in a consent under an id that stands in the log: the hub believed what it said, lost
  // the list of the department it named, and the enterprise could no longer pause or withdraw its own.
  it('stay their enterprise’s and their bank’s when another enterprise hands in its own under their id', async () => {
    const rival = new Holder(ENTERPRISE);
    await here.bind(rival);
    await here.checkpoint();
    const handIn = (hub: 'bureau' | 'bank', provider: string): Promise<Answer> => {
      const statement = here.statement({ id, holder: rival.code, holderKey: rival.keyId, provider });
      return here.city.ask(hub, '/v1/consents', { statement, signature: rival.sign(statement) });
    };
    const { market, police, housing, bankTwo } = DEPARTMENTS;
    for (const { code } of [police, housing]) {
      expect(codeOf(await handIn('bureau', code))).to.equal('STALE');
    }
    expect(codeOf(await handIn('bank', bankTwo.code))).to.equal('STALE');
    expect(await listedBy('police-clerk')).to.deep.equal([]);
    const got = await here.city.ask(here.named('police-clerk'), `/v1/consents/${id}`);
    expect([got.status, codeOf(got)]).to.deep.equal([404, 'CONSENT_UNKNOWN']);
    const seen = made(await here.post(`/v1/consents/${id}/view`, here.question(id), here.enterprise));
    expect(seen.consent).to.include({ id, provider: market.code });
    expect(made(await here.act(id, 'pause', 0)).state).to.equal('paused');
    await eventually(async () =>
      expect(await eventsOf('bank-one-officer')).to.deep.equal([
        'sharing.giveConsent',
        'sharing.pauseConsent',
      ]),
    );
    expect(await listedBy('bank-one-officer')).to.deep.equal(['paused']);
    expect(await eventsOf('bank-two-officer')).to.deep.equal([]);
    expect(await eventsOf('police-clerk')).to.deep.equal([]);
  });

  // The binding was looked at first: whoever named the right key was told that the signature is wrong, and all others that
  // the key is not bound. Ids of consents and of keys are for everyone to read.
  it('do not tell whose they are to whoever tries the keys of enterprises one after another', async () => {
    const [other, stranger] = [new Holder(OTHER_BANK), new Holder(ENTERPRISE)];
    await here.bind(other);
    for (const { keyId } of [here.enterprise, other]) {
      const question = { ...here.question(id), holderKey: keyId };
      const asked = await here.post(`/v1/consents/${id}/view`, question, stranger);
      expect(codeOf(asked)).to.equal('SIGNATURE_INVALID');
      const pause = { ...question, kind: 'consent-act', act: 'pause', revision: 0 } as const;
      expect(codeOf(await here.post(`/v1/consents/${id}/acts`, pause, stranger))).to.equal(
        'SIGNATURE_INVALID',
      );
    }
  });

  it('are shown to their enterprise by its signature, once for each question, and to nobody else’s', async () => {
    const question = here.question(id);
    const seen = made(await here.post(`/v1/consents/${id}/view`, question, here.enterprise));
    expect(seen.consent).to.include({ id, state: 'active', recipient: here.statement().recipient });
    expect(seen.pulls).to.deep.equal([]);
    const again = await here.post(`/v1/consents/${id}/view`, question, here.enterprise);
    expect([again.status, codeOf(again)]).to.deep.equal([409, 'STATEMENT_REPLAYED']);
    const other = new Holder('91350100M000100Y43');
    const asked = here.question(id, other);
    expect(codeOf(await here.post(`/v1/consents/${id}/view`, asked, other))).to.equal('HOLDER_KEY_NOT_BOUND');
    const old = { ...here.question(id), issuedAt: question.issuedAt - 3600 };
    expect(codeOf(await here.post(`/v1/consents/${id}/view`, old, here.enterprise))).to.equal(
      'STATEMENT_OUT_OF_TIME',
    );
  });

  it('are there after a restart, at the bank too', async () => {
    await eventually(async () => expect(await listedBy('bank-one-officer')).to.deep.equal(['active']));
    await here.city.stop();
    const before = here;
    here = new ConsentingCity(await runCity(folder));
    Object.assign(here, { enterprise: before.enterprise, agreement: before.agreement });
    expect(await listedBy('bank-one-officer')).to.deep.equal(['active']);
    expect(made(await here.act(id, 'withdraw', 0)).state).to.equal('withdrawn');
  });
});
