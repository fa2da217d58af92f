import { expect } from 'chai';
import type { PullPage } from '@hanlian/chaincode/domain';
import { BANK, NOW } from '../../support/contracts/city.js';
import { codeOf, refusalOf } from '../../support/contracts/ledger.js';
import { random16, random32 } from '../../support/contracts/people.js';
import {
  actOf,
  bank,
  clerkOf,
  consentOf,
  ENTERPRISE,
  enterprise,
  OTHER_BANK,
  OTHER_OFFICE,
  otherBank,
  pullOf,
  sharingCity,
  type SharingCity,
} from '../../support/contracts/sharing.js';

describe('contracts: pulls', () => {
  let here: SharingCity;
  const statement = consentOf();
  const { id } = statement;

  beforeEach(async () => {
    here = (await sharingCity()).fork();
    await here.give(statement);
  });

  it('take a slot each, which names neither bank nor enterprise, before anything is released', async () => {
    const asked = pullOf(id);
    const { answer, events, writes } = await here.pull(asked, 2);
    const key = `pull~${id}~term~00002`;
    expect(answer).to.include({ id, window: 'term', slot: 2 });
    expect(events).to.deep.equal([{ v: 1, type: 'sharing.pull', count: 1, key }]);
    expect(here.city.ledger.record(key)).to.include({ intent: asked.intent, commitment: answer.commitment });
    const channel = [...writes].flat().join('\n');
    for (const secret of [ENTERPRISE, BANK, bank.keyId, asked.application, 'penalty']) {
      expect(channel).not.to.include(secret);
    }
    const { pulls } = await here.read<PullPage>('pagePulls', { id, limit: 9 });
    expect(pulls[0]).to.deep.include({ window: 'term', slot: 2 });
    expect(pulls[0]!.pull!.statement).to.deep.equal(asked);
  });

  it('are paged', async () => {
    for (const slot of [1, 2, 3]) await here.pull(pullOf(id), slot);
    const first = await here.read<PullPage>('pagePulls', { id, limit: 2 });
    const second = await here.read<PullPage>('pagePulls', { id, limit: 2, cursor: first.cursor });
    expect([first, second].map(({ pulls }) => pulls.map(({ slot }) => slot))).to.deep.equal([[1, 2], [3]]);
  });

  it('never take one that is taken, nor one beyond the limit', async () => {
    await here.pull(pullOf(id), 3);
    expect(await codeOf(here.pull(pullOf(id), 3))).to.equal('PULL_SLOT_TAKEN');
    expect(await codeOf(here.pull(pullOf(id), 4))).to.equal('CONSENT_EXHAUSTED');
  });

  it('count by the month or the day where the consent says so, at UTC+8', async () => {
    const monthly = consentOf({ pulls: { limit: 1, per: 'month' } });
    const daily = consentOf({ pulls: { limit: 1, per: 'day' } });
    for (const consent of [monthly, daily]) await here.give(consent);
    expect((await here.pull(pullOf(monthly.id), 1)).answer.window).to.equal('2026-11');
    expect((await here.pull(pullOf(daily.id), 1)).answer.window).to.equal('2026-11-20');
    here.city.now = Date.UTC(2026, 10, 20, 16) / 1000;
    const issuedAt = here.city.now;
    expect(await codeOf(here.pull(pullOf(monthly.id, { issuedAt }), 1))).to.equal('PULL_SLOT_TAKEN');
    expect((await here.pull(pullOf(daily.id, { issuedAt }), 1)).answer.window).to.equal('2026-11-21');
  });

  it('take one slot for one signed request: a replayed one has taken effect', async () => {
    const asked = pullOf(id);
    const { tx } = await here.pull(asked, 1);
    const replayed = await refusalOf(here.pull(asked, 2));
    expect([replayed.code, replayed.details]).to.deep.equal(['ALREADY_APPLIED', { transaction: tx }]);
  });

  it('need a consent that is live: begun, not paused, not withdrawn, not run out', async () => {
    expect(await codeOf(here.pull(pullOf(random16()), 1))).to.equal('CONSENT_UNKNOWN');
    const later = consentOf({ since: NOW + 1 });
    await here.give(later);
    expect(await codeOf(here.pull(pullOf(later.id), 1))).to.equal('CONSENT_NOT_BEGUN');
    await here.act(actOf(id, 'pause', 0));
    expect(await codeOf(here.pull(pullOf(id), 1))).to.equal('CONSENT_PAUSED');
    await here.act(actOf(id, 'resume', 1));
    await here.pull(pullOf(id), 1);
    const atEnd = here.fork();
    atEnd.city.now = statement.until;
    expect(await codeOf(atEnd.pull(pullOf(id), 2))).to.equal('CONSENT_EXPIRED');
    await here.act(actOf(id, 'withdraw', 2));
    expect(await codeOf(here.pull(pullOf(id), 2))).to.equal('CONSENT_WITHDRAWN');
  });

  it('need what was consented to: the bank, the office, the purpose, the fields', async () => {
    const ask = (more: object): Promise<string> => codeOf(here.pull(pullOf(id, more), 1));
    expect(await ask({ recipient: OTHER_BANK })).to.equal('CONSENT_OF_ANOTHER');
    expect(await ask({ provider: OTHER_OFFICE })).to.equal('CONSENT_OF_ANOTHER');
    expect(await ask({ purpose: 'marketing' })).to.equal('CONSENT_NOT_COVERED');
    const refused = await refusalOf(here.pull(pullOf(id, { fields: ['penalty', 'contract'] }), 1));
    expect([refused.code, refused.details['received']]).to.deep.equal(['CONSENT_NOT_COVERED', 'contract']);
  });

  it('need the bank’s own signature, of now, by a key bound to it', async () => {
    const asked = pullOf(id);
    const forged = { pull: { ...bank.signed(asked), signature: enterprise.sign(asked) } };
    expect(await codeOf(here.pull(asked, 1, forged))).to.equal('SIGNATURE_INVALID');
    const asOther = pullOf(id, { recipientKey: otherBank.keyId });
    const signed = { pull: otherBank.signed(asOther) };
    expect(await codeOf(here.pull(asOther, 1, signed))).to.equal('HOLDER_KEY_NOT_BOUND');
    for (const issuedAt of [NOW - 901, NOW + 901]) {
      expect(await codeOf(here.pull(pullOf(id, { issuedAt }), 1))).to.equal('STATEMENT_OUT_OF_TIME');
    }
    const unknown = pullOf(id, { recipientKey: random32() });
    expect(await codeOf(here.pull(unknown, 1))).to.equal('MAP_PROOF_MISSING');
  });

  it('are the releasing office’s to make', async () => {
    const refused = codeOf(here.pull(pullOf(id), 1, {}, clerkOf(OTHER_OFFICE)));
    expect(await refused).to.equal('OTHER_DEPARTMENT');
  });
});
