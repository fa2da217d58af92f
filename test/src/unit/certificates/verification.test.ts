import { expect } from 'chai';
import type { JsonValue, Transition } from '@hanlian/chaincode/domain';
import {
  POLICIES,
  redact,
  verifyDocument,
  verifyIdentifier,
  withheldAnswer,
  withholdHolder,
  type CheckName,
  type EvidenceDocument,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import {
  DAY,
  random16,
  resealed,
  SEALED_AT,
  transition,
  TYPE,
  world,
  type World,
} from '../../support/evidence.js';
import { sealingDepartment } from '../../support/seals.js';

const OTHER_CODE = '11430000006122252F';

describe('verification of a document', () => {
  let city: World;
  let document: EvidenceDocument;

  beforeEach(async () => {
    city = await world();
    document = city.documents[1]!;
  });

  const verify = (changed: unknown, context: Partial<VerificationContext> = {}): Promise<Verification> =>
    verifyDocument(JSON.parse(JSON.stringify(changed)) as JsonValue, { ...city.context, ...context });

  const codesOf = ({ checks }: Verification): Record<string, string> =>
    Object.fromEntries(checks.map(({ name, code }) => [name, code]));

  /** The verdict is INVALID and this check says why. */
  const expectInvalid = async (changed: unknown, name: CheckName, code: string): Promise<void> => {
    const verification = await verify(changed);
    expect(codesOf(verification)[name]).to.equal(code);
    expect(verification.verdict).to.equal('INVALID');
  };

  it('finds a genuine one valid, check by check', async () => {
    const verification = await verify(document);
    expect(verification.verdict).to.equal('VALID');
    expect(verification.checks.map(({ name, status }) => [name, status])).to.deep.equal([
      ['integrity', 'VALID'],
      ['seal', 'VALID'],
      ['stamp', 'SKIPPED'],
      ['issuer', 'VALID'],
      ['anchor', 'VALID'],
      ['status', 'VALID'],
      ['validity', 'VALID'],
    ]);
    for (const { message } of verification.checks) expect(message).to.have.keys('zh', 'en');
  });

  it('finds stock valid with the past its department asserts, and with no other', async () => {
    const asserted = {
      operation: 'suspend' as const,
      state: '02' as const,
      effectiveAt: SEALED_AT - 9 * DAY,
    };
    city = await world(2, { past: { origin: 'A'.repeat(43), asserted: [asserted] } });
    document = city.documents[1]!;
    expect((await verify(document)).verdict).to.equal('VALID');
    await expectInvalid({ ...document, past: { origin: 'A'.repeat(43) } }, 'integrity', 'NOT_IN_BATCH');
    await expectInvalid({ ...document, past: undefined }, 'integrity', 'NOT_IN_BATCH');
  });

  it('finds a redacted one valid and names what is withheld', async () => {
    const verification = await verify(withholdHolder(redact(document, ['grade', 'employer'])));
    expect(verification.verdict).to.equal('VALID');
    expect(verification.checks[0]!.data).to.deep.equal({ withheld: ['grade', 'employer'] });
  });

  it('says when the names of withheld fields could not be confirmed', async () => {
    const verification = await verify(redact(document, ['grade']), { types: undefined });
    expect(verification.checks[0]!.data).to.deep.equal({ withheld: ['grade'], namesUnconfirmed: true });
  });

  describe('tells what happened to the content:', () => {
    const edit = (change: (fields: Record<string, unknown>[]) => unknown): unknown => {
      const copy = structuredClone(document);
      return { ...copy, fields: change(copy.fields) };
    };

    it('a changed value', () =>
      expectInvalid(
        edit((f) => f.with(1, { ...f[1], value: '一级' })),
        'integrity',
        'FIELD_CHANGED',
      ));
    it('a value filled in where none was', () =>
      expectInvalid(
        edit((f) => f.with(2, { ...f[2], value: 'x' })),
        'integrity',
        'FIELD_CHANGED',
      ));
    it('a renamed field', () =>
      expectInvalid(
        edit((f) => f.with(1, { ...f[1], name: 'rank' })),
        'integrity',
        'FIELD_CHANGED',
      ));
    it('a salt from nowhere, which a leaf cannot tell from a changed value', () =>
      expectInvalid(
        edit((f) => f.with(1, { ...f[1], salt: random16() })),
        'integrity',
        'FIELD_CHANGED',
      ));
    it('two salts exchanged', () =>
      expectInvalid(
        edit((f) => f.with(1, { ...f[1], salt: f[3]!.salt }).with(3, { ...f[3], salt: f[1]!.salt })),
        'integrity',
        'SALT_SWAPPED',
      ));
    it('two fields exchanged', () =>
      expectInvalid(
        edit((f) => f.with(1, f[3]!).with(3, f[1]!)),
        'integrity',
        'FIELDS_REORDERED',
      ));
    it('an added field', () =>
      expectInvalid(
        edit((f) => [...f, { name: 'extra', value: 'x', salt: random16() }]),
        'integrity',
        'FIELD_ADDED',
      ));
    it('a removed field', () =>
      expectInvalid(
        edit((f) => f.slice(0, -1)),
        'integrity',
        'FIELD_REMOVED',
      ));
    it('a withheld field under another name', () =>
      expectInvalid(
        edit((f) => f.with(1, { name: 'penalty', withheld: true })),
        'integrity',
        'FIELD_NAME_WRONG',
      ));
    it('another holder', () =>
      expectInvalid(
        {
          ...document,
          holder: { ...document.holder, holders: [{ typeCode: '001', code: 'X', name: '他人' }] },
        },
        'integrity',
        'HOLDER_CHANGED',
      ));
    it('names the fields and never a value', async () => {
      const { checks } = await verify(edit((f) => f.with(1, { ...f[1], value: 'secret' })));
      expect(checks[0]!.data).to.deep.equal({ fields: ['grade'] });
    });
  });

  describe('finds out of the batch:', () => {
    it('the path of another certificate', () =>
      expectInvalid({ ...document, inclusion: city.documents[0]!.inclusion }, 'integrity', 'NOT_IN_BATCH'));
    it('the path of another batch', async () => {
      const other = (await world(4)).documents[1]!;
      await expectInvalid({ ...document, inclusion: other.inclusion }, 'integrity', 'NOT_IN_BATCH');
    });
    it('statement and seal of another batch', async () => {
      const { statement, seal } = (await world(3, { department: city.department })).documents[1]!;
      await expectInvalid({ ...document, statement, seal }, 'integrity', 'NOT_IN_BATCH');
    });
    it('a longer validity', () =>
      expectInvalid(
        { ...document, validity: { ...document.validity, to: document.validity.to! + DAY } },
        'integrity',
        'NOT_IN_BATCH',
      ));
    it('another holder commitment', () =>
      expectInvalid(
        { ...document, holder: { commitment: city.documents[0]!.holder.commitment, withheld: true } },
        'integrity',
        'NOT_IN_BATCH',
      ));
    it('a change whose leaf hashes were made to fit', async () => {
      const forged = structuredClone(document);
      forged.leaves = city.documents[0]!.leaves;
      await expectInvalid(forged, 'integrity', 'NOT_IN_BATCH');
    });
    it('leaf hashes of one suite only', async () => {
      const forged = structuredClone(document);
      forged.leaves.sm3 = city.documents[0]!.leaves.sm3;
      await expectInvalid(forged, 'integrity', 'NOT_IN_BATCH');
    });
    it('another identifier', () =>
      expectInvalid({ ...document, id: city.documents[0]!.id }, 'integrity', 'NOT_IN_BATCH'));
    it('a statement of another type', async () => {
      const statement = { ...document.statement, type: '11100000000013338W032' };
      await expectInvalid(
        await resealed(document, city.department, statement),
        'integrity',
        'STATEMENT_FOREIGN',
      );
    });
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

describe('verification of an identifier', () => {
  let city: World;
  beforeEach(async () => {
    city = await world(1);
  });

  it('answers for an organisation’s certificate by the ledger', async () => {
    const { id } = city.documents[0]!;
    expect((await verifyIdentifier(id, city.context)).verdict).to.equal('VALID');
    const view = city.views.get(id)!;
    city.views.set(id, { ...view, transitions: [transition('revoke', '07', SEALED_AT)] });
    expect((await verifyIdentifier(id, city.context)).verdict).to.equal('INVALID');
    city.views.clear();
    expect((await verifyIdentifier(id, city.context)).checks.map(({ code }) => code)).to.include(
      'LICENSE_UNKNOWN',
    );
  });

  it('answers the same for every person’s certificate, known or not', async () => {
    const { id } = city.documents[0]!;
    city.type.holderKinds = ['person'];
    const known = await verifyIdentifier(id, city.context);
    city.views.clear();
    const unknown = await verifyIdentifier(id, city.context);
    expect(known).to.deep.equal(withheldAnswer());
    expect(unknown).to.deep.equal(known);
    expect(known.verdict).to.equal('UNKNOWN');
  });

  it('answers the same where the type cannot be asked for', async () => {
    const { id } = city.documents[0]!;
    expect(await verifyIdentifier(id, { ...city.context, types: undefined })).to.deep.equal(withheldAnswer());
  });

  it('says that the identifier itself is wrong', async () => {
    const { id } = city.documents[0]!;
    const wrong = id.slice(0, -1) + (id.endsWith('0') ? '1' : '0');
    expect((await verifyIdentifier(wrong, city.context)).checks[0]!.code).to.equal('IDENTIFIER_INVALID');
  });
});
