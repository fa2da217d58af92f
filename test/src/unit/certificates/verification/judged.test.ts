import { expect } from 'chai';
import type { Transition } from '@hanlian/chaincode/domain';
import {
  POLICIES,
  type EvidenceDocument,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, resealed, SEALED_AT, transition, TYPE, world, type World } from '../../../support/evidence.js';
import { sealingDepartment } from '../../../support/seals.js';
import { codesOf, verifying } from '../../../support/verifying.js';

const OTHER_CODE = '11430000006122252F';

describe('verification of a document: seal, issuer, ledger and time', () => {
  let city: World;
  let document: EvidenceDocument;
  const { verify, expectInvalid } = verifying(() => city);

  beforeEach(async () => {
    city = await world();
    document = city.documents[1]!;
  });

  describe('judges the seal:', () => {
    it('one of another batch', async () => {
      const other = await world(3, { department: city.department });
      await expectInvalid({ ...document, seal: other.documents[0]!.seal }, 'seal', 'SEAL_FOREIGN');
    });
    it('one over a statement changed since', () =>
      expectInvalid({ ...document, statement: { ...document.statement, count: 4 } }, 'seal', 'SEAL_FOREIGN'));
    it('one that is no seal', () => expectInvalid({ ...document, seal: 'AAAA' }, 'seal', 'SEAL_MALFORMED'));
    it('one dated otherwise than the statement', async () =>
      expectInvalid(
        await resealed(document, city.department, document.statement, SEALED_AT - 1),
        'seal',
        'SEAL_TIME_DIFFERS',
      ));
  });

  describe('judges who sealed:', () => {
    const keyName = (): string => `${city.department.code} ${city.department.sealer.keyDigest}`;

    it('another department', async () => {
      const stranger = await sealingDepartment(OTHER_CODE, '另一部门');
      await expectInvalid(await resealed(document, stranger), 'issuer', 'ISSUER_WRONG');
    });
    it('the successor from its day on, and not before', async () => {
      const successor = await sealingDepartment(OTHER_CODE, '承继部门');
      city.sealKeys.set(`${OTHER_CODE} ${successor.sealer.keyDigest}`, { since: SEALED_AT - DAY });
      city.accreditations.set(`${OTHER_CODE} ${TYPE}`, { since: SEALED_AT - DAY });
      const sealed = await resealed(document, successor);
      city.departments.set(city.department.code, { successor: OTHER_CODE, successorSince: SEALED_AT });
      expect(codesOf(await verify(sealed)).issuer).to.equal('ISSUER_VALID');
      city.departments.set(city.department.code, { successor: OTHER_CODE, successorSince: SEALED_AT + 1 });
      expect(codesOf(await verify(sealed)).issuer).to.equal('ISSUER_WRONG');
    });
    it('the successor of a successor, and nobody in a circle', async () => {
      const last = await sealingDepartment(OTHER_CODE, '承继部门');
      city.sealKeys.set(`${OTHER_CODE} ${last.sealer.keyDigest}`, { since: SEALED_AT - DAY });
      city.accreditations.set(`${OTHER_CODE} ${TYPE}`, { since: SEALED_AT - DAY });
      const sealed = await resealed(document, last);
      const between = '11430000MB1234567X';
      city.departments.set(city.department.code, { successor: between, successorSince: SEALED_AT - DAY });
      city.departments.set(between, { successor: OTHER_CODE, successorSince: SEALED_AT });
      expect(codesOf(await verify(sealed)).issuer).to.equal('ISSUER_VALID');
      city.departments.set(between, { successor: city.department.code, successorSince: SEALED_AT });
      expect(codesOf(await verify(sealed)).issuer).to.equal('ISSUER_WRONG');
    });
    it('the issuer itself once another has taken its place', async () => {
      city.departments.set(city.department.code, { successor: OTHER_CODE, successorSince: SEALED_AT });
      await expectInvalid(document, 'issuer', 'ISSUER_WRONG');
    });
    it('a key nobody registered', () => {
      city.sealKeys.clear();
      return expectInvalid(document, 'issuer', 'SEAL_KEY_UNKNOWN');
    });
    it('a key before its time', () => {
      city.sealKeys.set(keyName(), { since: SEALED_AT + 1 });
      return expectInvalid(document, 'issuer', 'SEAL_KEY_NOT_LIVE');
    });
    it('a key after its time', () => {
      city.sealKeys.set(keyName(), { since: 0, until: SEALED_AT });
      return expectInvalid(document, 'issuer', 'SEAL_KEY_NOT_LIVE');
    });
    it('a key compromised by then, while earlier seals stand', async () => {
      city.sealKeys.set(keyName(), { since: 0, compromisedSince: SEALED_AT });
      await expectInvalid(document, 'issuer', 'SEAL_KEY_COMPROMISED');
      city.sealKeys.set(keyName(), { since: 0, compromisedSince: SEALED_AT + 1 });
      expect((await verify(document)).verdict).to.equal('VALID');
    });
    it('a department without accreditation', () => {
      city.accreditations.clear();
      return expectInvalid(document, 'issuer', 'ISSUER_NOT_ACCREDITED');
    });
    it('a department whose accreditation had ended', () => {
      city.accreditations.set(`${city.department.code} ${TYPE}`, { since: 0, until: SEALED_AT });
      return expectInvalid(document, 'issuer', 'ISSUER_NOT_ACCREDITED');
    });
    it('nobody, where the seal does not hold', async () => {
      expect(codesOf(await verify({ ...document, seal: 'AAAA' })).issuer).to.equal('NO_SEAL');
    });
  });

  describe('asks the ledger:', () => {
    it('a certificate it does not know', () => {
      city.views.delete(document.id);
      return expectInvalid(document, 'anchor', 'LICENSE_UNKNOWN');
    });
    it('a record that differs', async () => {
      const view = city.views.get(document.id)!;
      city.views.set(document.id, { ...view, record: { ...view.record, u: view.record.u! - DAY } });
      const verification = await verify(document);
      expect(codesOf(verification).anchor).to.equal('ANCHOR_DIFFERS');
      expect(verification.checks.find(({ name }) => name === 'anchor')!.data).to.deep.equal({
        differing: ['effectiveTo'],
      });
    });
    it('a seal made anew over the same statement', async () =>
      expectInvalid(await resealed(document, city.department), 'anchor', 'ANCHOR_SEAL_DIFFERS'));

    for (const [operation, state, code] of [
      ['suspend', '02', 'SUSPENDED'],
      ['annul', '03', 'ANNULLED'],
      ['deregister', '04', 'DEREGISTERED'],
      ['renew', '05', 'SUPERSEDED'],
      ['amend', '05', 'SUPERSEDED'],
      ['transferOut', '06', 'TRANSFERRED_OUT'],
      ['revoke', '07', 'REVOKED'],
    ] as [Transition['o'], Transition['s'], string][]) {
      it(`${operation} makes ${code} from that instant on, and not before`, async () => {
        const at = city.context.at;
        const view = city.views.get(document.id)!;
        city.views.set(document.id, { ...view, transitions: [transition(operation, state, at)] });
        await expectInvalid(document, 'status', code);
        expect((await verify(document, { at: at - 1 })).verdict).to.equal('VALID');
      });
    }

    it('that cannot answer: unknown, never valid', async () => {
      const ledger = {
        license: () => Promise.reject(new Error('down')),
        batch: () => Promise.reject(new Error('down')),
      };
      const verification = await verify(document, { ledger });
      expect(codesOf(verification)).to.include({
        anchor: 'SOURCE_UNAVAILABLE',
        status: 'SOURCE_UNAVAILABLE',
      });
      expect(verification.verdict).to.equal('UNKNOWN');
    });
  });

  it('tells not yet valid from expired, the end itself not counting', async () => {
    const { from, to } = document.validity;
    const at = async (instant: number): Promise<string | undefined> =>
      codesOf(await verify(document, { at: instant })).validity;
    expect([await at(from - 1), await at(from), await at(to! - 1), await at(to!)]).to.deep.equal([
      'NOT_YET_VALID',
      'VALIDITY_VALID',
      'VALIDITY_VALID',
      'EXPIRED',
    ]);
  });

  describe('offline', () => {
    const offline = (policy: VerificationContext['policy']): Promise<Verification> =>
      verify(document, { ledger: undefined, policy });

    it('is unknown, with what was skipped', async () => {
      const verification = await offline(POLICIES.complete);
      expect(verification.verdict).to.equal('UNKNOWN');
      expect(codesOf(verification)).to.include({
        anchor: 'NO_SOURCE',
        status: 'NO_SOURCE',
        seal: 'SEAL_VALID',
      });
    });
    it('is valid only where a named policy says so', async () => {
      expect((await offline(POLICIES.sealOnly)).verdict).to.equal('VALID');
    });
  });

  it('does not throw for what is no document', async () => {
    for (const value of [null, 7, 'x', [], {}, { v: 'hanlian-evidence/9' }]) {
      const verification = await verify(value);
      expect(verification.verdict).to.equal('UNKNOWN');
      expect(codesOf(verification).integrity).to.equal('DOCUMENT_VERSION_UNKNOWN');
    }
    await expectInvalid({ ...document, fields: 'x' }, 'integrity', 'DOCUMENT_MALFORMED');
    await expectInvalid(
      { ...document, id: `${document.id.slice(0, -1)}*` },
      'integrity',
      'IDENTIFIER_INVALID',
    );
  });
});
