import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  canonicalize,
  keys,
  type ConsentActStatement,
  type ConsentRecord,
  type ConsentView,
  type PullPage,
} from '@hanlian/chaincode/domain';
import { BANK, change, DAY, LAST_YEAR, NOW } from '../../support/contracts/city.js';
import { codeOf, refusalOf } from '../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';
import {
  actOf,
  AGREEMENT,
  bank,
  clerkOf,
  consentOf,
  enterprise,
  ENTERPRISE,
  OFFICE,
  officerOf,
  OTHER_BANK,
  OTHER_OFFICE,
  pullOf,
  sharingCity,
  type SharingCity,
} from '../../support/contracts/sharing.js';

describe('contracts: consents', () => {
  let here: SharingCity;

  beforeEach(async () => {
    here = await sharingCity();
  });

  const recordOf = (id: string): ConsentRecord => here.city.ledger.record(keys.consent(id)) as ConsentRecord;

  describe('are given', () => {
    it('by the enterprise’s own signature, whoever hands it in; what stands on the channel names nobody', async () => {
      const statement = consentOf();
      const consent = enterprise.signed(statement);
      const { answer, events, writes } = await here.give(statement, { consent }, officerOf(BANK));
      expect(answer).to.include({ key: `consent~${statement.id}`, revision: 0 });
      expect(events).to.deep.equal([
        { v: 1, type: 'sharing.giveConsent', count: 1, key: `consent~${statement.id}` },
      ]);
      expect(recordOf(statement.id)).to.include({ state: 'active', since: NOW - DAY, until: NOW + 30 * DAY });
      const channel = [...writes].flat().join('\n');
      for (const secret of [ENTERPRISE, BANK, enterprise.keyId, AGREEMENT, 'credit-approval', 'penalty']) {
        expect(channel).not.to.include(secret);
      }
      const view = await here.read<ConsentView>('getConsent', { id: statement.id });
      expect(view.consent).to.deep.equal(consent);
      expect(view.acts).to.deep.equal([]);
    });

    it('and the commitment proves what was signed: SHA-256 over salt, statement and signature', async () => {
      const statement = consentOf();
      const consent = enterprise.signed(statement);
      await here.give(statement, { consent });
      const { salt, signature } = consent;
      const expected = createHash('sha256')
        .update(canonicalize([salt, statement, signature]))
        .digest('base64url');
      expect(recordOf(statement.id).commitment).to.equal(expected);
    });

    it('once: the same again has taken effect, and another under the same id is refused', async () => {
      const statement = consentOf();
      await here.give(statement);
      expect(await codeOf(here.give(statement))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.give(consentOf({ id: statement.id })))).to.equal('STALE');
    });

    it('not by a forged signature, another’s, or a key that is not bound to the enterprise', async () => {
      const statement = consentOf();
      const forged = (by: typeof enterprise, what = statement): object => ({
        consent: { ...enterprise.signed(statement), signature: by.sign(what) },
      });
      expect(await codeOf(here.give(statement, forged(bank)))).to.equal('SIGNATURE_INVALID');
      const wider = consentOf({ fields: ['penalty'] });
      expect(await codeOf(here.give(statement, forged(enterprise, wider)))).to.equal('SIGNATURE_INVALID');
      const asBank = consentOf({ holderKey: bank.keyId });
      expect(await codeOf(here.give(asBank, { consent: bank.signed(asBank) }))).to.equal(
        'HOLDER_KEY_NOT_BOUND',
      );
      const nobody = consentOf({ holderKey: random32() });
      expect(await codeOf(here.give(nobody))).to.equal('MAP_PROOF_MISSING');
    });

    it('not by a natural person’s key, nor after the key’s period', async () => {
      const statement = consentOf({ holderKey: random32() });
      const binding = { evidence: { kind: 'certificate', digest: random32() }, since: LAST_YEAR };
      const holder = { kind: 'person', keyDigest: random32() };
      const request = { ...change(), ...binding, id: statement.holderKey, holder };
      await here.city.as(clerkOf(OFFICE), 'registry:bindHolderKey', request);
      await here.checkpoint();
      expect(await codeOf(here.give(statement))).to.equal('HOLDER_KEY_NOT_BOUND');
      await here.bind(enterprise, { expectedRevision: 0, until: NOW - 1 });
      await here.checkpoint();
      expect(await codeOf(here.give(consentOf()))).to.equal('HOLDER_KEY_NOT_BOUND');
    });

    it('only with a period to come, signed by now', async () => {
      const wrong = [
        [{ until: NOW - DAY }, 'FIELD_INVALID'],
        [{ since: NOW - 3 * DAY, until: NOW }, 'CONSENT_EXPIRED'],
        [{ issuedAt: NOW + 16 * 60 }, 'STATEMENT_OUT_OF_TIME'],
      ] as const;
      for (const [more, code] of wrong) expect(await codeOf(here.give(consentOf(more)))).to.equal(code);
    });

    it('only under an agreement in force, to a department in force', async () => {
      const agreement = random32();
      const facts = { text: agreement, name: { zh: '授权书', en: 'Form' }, since: LAST_YEAR, until: NOW };
      await here.city.as(clerkOf(OFFICE), 'registry:putAgreement', { ...change(), ...facts });
      const gone = here.city.ledger.record(keys.department(OTHER_BANK)) as object;
      here.city.ledger.state.set(keys.department(OTHER_BANK), canonicalize({ ...gone, until: NOW - 1 }));
      await here.checkpoint();
      expect(await codeOf(here.give(consentOf({ agreement })))).to.equal('AGREEMENT_NOT_IN_FORCE');
      expect(await codeOf(here.give(consentOf({ recipient: OTHER_BANK })))).to.equal(
        'DEPARTMENT_NOT_IN_FORCE',
      );
    });

    it('only of what a report can show', async () => {
      const refused = await refusalOf(here.give(consentOf({ fields: ['penalty', 'penalties'] })));
      expect([refused.code, refused.details['received']]).to.deep.equal(['FIELD_INVALID', 'penalties']);
    });

    it('not where block and statement name another consent, or what is private is missing', async () => {
      const statement = consentOf();
      for (const field of ['id', 'intent'] as const) {
        const consent = enterprise.signed({ ...statement, [field]: random16() });
        const refused = await refusalOf(here.give(statement, { consent }));
        expect([refused.code, refused.details]).to.deep.equal(['FIELD_INVALID', { field }]);
      }
      const refused = await refusalOf(here.give(statement, { evidence: undefined }));
      expect(refused.code).to.equal('TRANSIENT_MISSING');
    });
  });

  describe('rest on the registry as proven', () => {
    it('at a checkpoint that stands, that another organisation has cosigned, and that has a map', async () => {
      const statement = consentOf();
      const evidence = here.consentEvidence(statement);
      const give = (more: object): Promise<string> =>
        codeOf(here.give(statement, { evidence: { ...evidence, ...more } }));
      expect(await give({ size: 99 })).to.equal('CHECKPOINT_UNKNOWN');
      expect(await give({ cosigner: 'AuditorMSP' })).to.equal('EVIDENCE_NOT_COSIGNED');
      const alone = await here.checkpoint({}, 'BureauMSP');
      expect(await give({ size: alone, cosigner: 'BureauMSP' })).to.equal('EVIDENCE_NOT_COSIGNED');
      const bare = await here.checkpoint({ mapRoot: undefined });
      expect(await give({ size: bare })).to.equal('MAP_CHECKPOINT_UNKNOWN');
    });

    it('and not on another record, an altered one, or one that is absent', async () => {
      const statement = consentOf();
      const evidence = here.consentEvidence(statement);
      const [key, ...rest] = evidence.records;
      const altered = { ...key!, value: key!.value!.replace(enterprise.publicKey, bank.publicKey) };
      const give = (records: readonly object[]): Promise<string> =>
        codeOf(here.give(statement, { evidence: { ...evidence, records } }));
      expect(await give([altered, ...rest])).to.equal('MAP_PROOF_ROOT_DIFFERS');
      expect(await give(rest)).to.equal('MAP_PROOF_MISSING');
    });

    it('an old checkpoint counts only while it is the newest', async () => {
      const statement = consentOf();
      const evidence = here.consentEvidence(statement);
      here.city.now = NOW + DAY;
      await here.fork().give(statement);
      await here.checkpoint();
      expect(await codeOf(here.give(statement, { evidence }))).to.equal('EVIDENCE_TOO_OLD');
    });
  });

  describe('are changed by the enterprise alone', () => {
    const given = async (): Promise<string> => {
      const statement = consentOf();
      await here.give(statement);
      return statement.id;
    };

    it('paused, resumed, withdrawn, each act kept with its signature', async () => {
      const id = await given();
      for (const [revision, act] of (['pause', 'resume', 'withdraw'] as const).entries()) {
        const { answer, events } = await here.act(actOf(id, act, revision));
        expect(answer.revision).to.equal(revision + 1);
        expect(events[0]).to.include({ type: `sharing.${act}Consent`, key: `consent~${id}` });
      }
      expect(recordOf(id).state).to.equal('withdrawn');
      expect(recordOf(id).acts.map(({ act }) => act)).to.deep.equal(['pause', 'resume', 'withdraw']);
      const { acts } = await here.read<ConsentView>('getConsent', { id }, clerkOf(OFFICE));
      expect(acts.map(({ statement }) => statement.act)).to.deep.equal(['pause', 'resume', 'withdraw']);
    });

    it('in the order of their states', async () => {
      const id = await given();
      expect(await codeOf(here.act(actOf(id, 'resume', 0)))).to.equal('CONSENT_ACT_IMPOSSIBLE');
      await here.act(actOf(id, 'pause', 0));
      expect(await codeOf(here.act(actOf(id, 'pause', 1)))).to.equal('CONSENT_ACT_IMPOSSIBLE');
      await here.act(actOf(id, 'withdraw', 1));
      for (const act of ['pause', 'resume', 'withdraw'] as const) {
        expect(await codeOf(here.act(actOf(id, act, 2)))).to.equal('CONSENT_ACT_IMPOSSIBLE');
      }
    });

    it('once for each signature: one replayed later changes nothing', async () => {
      const id = await given();
      const pause = actOf(id, 'pause', 0);
      await here.act(pause);
      expect(await codeOf(here.act(pause))).to.equal('ALREADY_APPLIED');
      const resume = actOf(id, 'resume', 1);
      await here.act(resume);
      await here.act(actOf(id, 'pause', 2));
      expect(await codeOf(here.act(resume))).to.equal('STALE');
      expect(recordOf(id).state).to.equal('paused');
    });

    it('by its own key, for that consent and that act, not ahead of time', async () => {
      const id = await given();
      const pause = actOf(id, 'pause', 0);
      const forged = { act: { ...enterprise.signed(pause), signature: bank.sign(pause) } };
      expect(await codeOf(here.act(pause, forged))).to.equal('SIGNATURE_INVALID');
      const byBank = actOf(id, 'pause', 0, { holderKey: bank.keyId });
      expect(await codeOf(here.act(byBank, { act: bank.signed(byBank) }))).to.equal('HOLDER_KEY_NOT_BOUND');
      const guessed = { act: { ...bank.signed(byBank), signature: enterprise.sign(byBank) } };
      expect(await codeOf(here.act(byBank, guessed)), 'whose it is').to.equal('SIGNATURE_INVALID');
      expect(await codeOf(here.act(pause, {}, 'withdraw'))).to.equal('FIELD_INVALID');
      const ahead = actOf(id, 'pause', 0, { issuedAt: NOW + DAY });
      expect(await codeOf(here.act(ahead))).to.equal('STATEMENT_OUT_OF_TIME');
      expect(await codeOf(here.act(actOf(random16(), 'pause', 0)))).to.equal('CONSENT_UNKNOWN');
    });

    it('and no longer resumed once its record is almost full, but withdrawn always', async () => {
      const id = await given();
      const record = recordOf(id);
      const one = { act: 'pause', commitment: random32(), tx: random32(), txTime: NOW } as const;
      const full = { ...record, state: 'paused' as const, acts: Array.from({ length: 62 }, () => one) };
      here.city.ledger.state.set(keys.consent(id), canonicalize(full));
      expect(await codeOf(here.act(actOf(id, 'resume', 0)))).to.equal('CONSENT_ACT_IMPOSSIBLE');
      await here.act(actOf(id, 'withdraw', 0));
    });
  });

  describe('are read', () => {
    it('by the two they name, and by no other bank or department', async () => {
      const statement = consentOf();
      const { id } = statement;
      await here.give(statement);
      await here.pull(pullOf(id), 1);
      for (const identity of [officerOf(BANK), clerkOf(OFFICE)]) {
        expect((await here.read<ConsentView>('getConsent', { id }, identity)).record.state).to.equal(
          'active',
        );
        expect((await here.read<PullPage>('pagePulls', { id, limit: 9 }, identity)).pulls).to.have.lengthOf(
          1,
        );
      }
      for (const identity of [officerOf(OTHER_BANK), clerkOf(OTHER_OFFICE)]) {
        expect(await codeOf(here.read('getConsent', { id }, identity))).to.equal('OTHER_DEPARTMENT');
        expect(await codeOf(here.read('pagePulls', { id, limit: 9 }, identity))).to.equal('OTHER_DEPARTMENT');
      }
      expect(await codeOf(here.read('getConsent', { id: random16() }))).to.equal('CONSENT_UNKNOWN');
      const auditor = identityOf('AuditorMSP', 'auditor');
      expect(await codeOf(here.read('getConsent', { id }, auditor))).to.equal('ROLE_NOT_ALLOWED');
    });
  });

  describe('are forgotten', () => {
    const ended = async (): Promise<ConsentActStatement> => {
      const statement = consentOf();
      await here.give(statement);
      await here.pull(pullOf(statement.id), 2);
      const withdraw = actOf(statement.id, 'withdraw', 0);
      await here.act(withdraw);
      return withdraw;
    };

    it('pulls first, then what was signed: the commitments stay', async () => {
      const { id } = await ended();
      const { commitment } = recordOf(id);
      await here.forget(id, 1, { pulls: [{ window: 'term', slot: 2 }], facts: false });
      const { pulls } = await here.read<PullPage>('pagePulls', { id, limit: 9 });
      expect(pulls.map(({ slot, pull }) => [slot, pull])).to.deep.equal([[2, undefined]]);
      await here.forget(id, 2);
      expect([...here.city.ledger.secrets.keys()]).to.deep.equal([]);
      expect(recordOf(id)).to.include({ commitment, forgottenAt: NOW, revision: 3 });
      expect(await codeOf(here.read('getConsent', { id }))).to.equal('CONSENT_FORGOTTEN');
      expect(await codeOf(here.forget(id, 3))).to.equal('CONSENT_FORGOTTEN');
    });

    it('by whoever releases the data, decided on the record as it stands, and only once they have ended', async () => {
      const { id } = await ended();
      expect(await codeOf(here.forget(id, 0))).to.equal('STALE');
      const other = here.city.as(clerkOf(OTHER_OFFICE), 'sharing:forgetConsent', {
        v: 1,
        intent: random16(),
        id,
        expectedRevision: 1,
        pulls: [],
        facts: true,
      });
      expect(await codeOf(other)).to.equal('OTHER_DEPARTMENT');
      const live = consentOf();
      await here.give(live);
      expect(await codeOf(here.forget(live.id, 0))).to.equal('CONSENT_NOT_ENDED');
      here.city.now = live.until;
      await here.forget(live.id, 0);
    });
  });
});
