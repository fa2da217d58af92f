import { expect } from 'chai';
import { redact, withholdHolder, type EvidenceDocument } from '@hanlian/certificates';
import { DAY, random16, resealed, SEALED_AT, world, type World } from '../../../support/evidence.js';
import { verifying } from '../../../support/verifying.js';

describe('verification of a document: its content and its batch', () => {
  let city: World;
  let document: EvidenceDocument;
  const { verify, expectInvalid } = verifying(() => city);

  beforeEach(async () => {
    city = await world();
    document = city.documents[1]!;
  });

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
});
