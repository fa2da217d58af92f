import { expect } from 'chai';
import { openFile, verifyDocument, type EvidenceDocument, type Verification } from '@hanlian/certificates';
import { DAY, SEALED_AT, world, type World } from '../../support/evidence.js';
import { edited, isAttachment, signedAnew, updated, withStream } from '../../support/pdf-edit.js';
import { PRINTED_AT, printedSample } from '../../support/printing.js';
import { sealingDepartment } from '../../support/seals.js';

describe('certificates: a PDF that is verified', () => {
  let sample: World;
  let document: EvidenceDocument;
  let pdf: Buffer;
  before(async () => {
    sample = await world(2);
    document = sample.documents[0] as EvidenceDocument;
    pdf = await printedSample(sample);
  });

  const verify = async (file: Uint8Array, context = sample.context): Promise<Verification> =>
    (await openFile(file)).verify(context);
  const fileCheck = async (file: Uint8Array): Promise<Verification['checks'][number]> => {
    const { verdict, checks } = await verify(file);
    expect(verdict).to.equal('INVALID');
    const [check] = checks;
    expect(check).to.include({ name: 'file', status: 'INVALID' });
    return check as Verification['checks'][number];
  };
  const codeOf = async (file: Uint8Array): Promise<string> => (await fileCheck(file)).code;

  it('is valid with what its document says, under a check of the file', async () => {
    const { verdict, checks } = await verify(pdf);
    expect(verdict).to.equal('VALID');
    expect(checks[0]).to.include({ name: 'file', status: 'VALID', code: 'PDF_VALID' });
    expect(checks.slice(1)).to.deep.equal((await verifyDocument(document, sample.context)).checks);
  });

  it('gives its evidence document as it was attached', async () => {
    const { evidence } = await openFile(pdf);
    expect(JSON.parse(Buffer.from(evidence ?? []).toString())).to.deep.equal(document);
  });

  it('is unknown where nobody can say whose seal it is', async () => {
    const { verdict, checks } = await verify(pdf, { ...sample.context, issuers: undefined });
    expect(verdict).to.equal('UNKNOWN');
    expect(checks[0]).to.include({ name: 'file', status: 'SKIPPED', code: 'NO_SOURCE' });
  });

  it('is found changed by whatever stands behind what was signed', async () => {
    expect(await codeOf(Buffer.concat([pdf, Buffer.from('\n')]))).to.equal('PDF_CHANGED_AFTER_SIGNING');
    expect(await codeOf(updated(pdf, '<< /Type /Annot >>'))).to.equal('PDF_CHANGED_AFTER_SIGNING');
  });

  it('tells a second signature from another change, and still verifies what is inside', async () => {
    const second = updated(pdf, '<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>');
    expect(await codeOf(second)).to.equal('PDF_SIGNATURES_MANY');
    const beside = edited(pdf, (object) =>
      object.includes('/Producer') ? object.replace('<<', '<< /Type /Sig') : object,
    );
    const { checks } = await verify(beside);
    expect(checks[0]).to.include({ code: 'PDF_SIGNATURES_MANY' });
    expect(checks[1]).to.include({ name: 'integrity', code: 'INTEGRITY_VALID' });
  });

  it('says that the attachment was exchanged, and judges the one that is there', async () => {
    const [, other] = sample.documents as readonly [EvidenceDocument, EvidenceDocument];
    const swapped = edited(pdf, (object) =>
      isAttachment(object) ? withStream(object, Buffer.from(JSON.stringify(other))) : object,
    );
    expect(await codeOf(swapped)).to.equal('PDF_ATTACHMENT_SWAPPED');
    const { checks } = await verify(swapped);
    expect(checks[1]).to.include({ name: 'integrity', code: 'INTEGRITY_VALID' });
  });

  it('says that it was changed where anything else was', async () => {
    const restyled = edited(pdf, (object) => object.replace('841.89', '841.88'));
    expect(await codeOf(restyled)).to.equal('PDF_CONTENT_CHANGED');
  });

  it('finds pages of one certificate with the evidence of another, whoever signed', async () => {
    const renamed = edited(pdf, (object) => object.replace(/\/Subject \(.{10}/, '/Subject (9.9.999.99'));
    expect(await codeOf(await signedAnew(renamed, sample.department.sealer))).to.equal('PDF_PAGE_DIFFERS');
  });

  it('refuses the signature of another department, and one by a key that was not live or was stolen since', async () => {
    const stranger = await sealingDepartment('11420100MB1234567X', '另一部门');
    const forged = await signedAnew(pdf, stranger.sealer);
    expect(await fileCheck(forged)).to.deep.include({
      code: 'PDF_SIGNER_WRONG',
      data: { reason: 'ISSUER_WRONG', signedBy: '11420100MB1234567X' },
    });
    const [name] = [...sample.sealKeys.keys()] as [string];
    const key = sample.sealKeys.get(name);
    const cases = [
      [{ since: SEALED_AT - 9 * DAY, until: SEALED_AT + 1 }, 'SEAL_KEY_NOT_LIVE'],
      [
        { since: SEALED_AT - 9 * DAY, compromisedSince: PRINTED_AT.getTime() / 1000 + 1 },
        'SEAL_TIME_UNPROVEN',
      ],
      [undefined, 'SEAL_KEY_UNKNOWN'],
    ] as const;
    try {
      for (const [bent, reason] of cases) {
        if (bent) sample.sealKeys.set(name, bent);
        else sample.sealKeys.delete(name);
        expect(await fileCheck(pdf)).to.have.nested.property('data.reason', reason);
      }
    } finally {
      if (key) sample.sealKeys.set(name, key);
    }
  });

  it('refuses a signature that leaves out more than itself, is none, or has something behind it', async () => {
    const text = pdf.toString('latin1');
    const shorter = text.replace(
      /\/ByteRange \[0000000000 (\d{10})/,
      (_, start: string) => `/ByteRange [0000000000 ${String(Number(start) - 9).padStart(10, '0')}`,
    );
    expect(await codeOf(Buffer.from(shorter, 'latin1'))).to.equal('PDF_RANGE_WRONG');
    const unsigned = Buffer.from(text.replace('/ByteRange', '/ByteRandy'), 'latin1');
    expect(await codeOf(unsigned)).to.equal('PDF_UNSIGNED');
    for (const [from, to] of [
      [/\/Contents <30/, '/Contents <31'],
      [/00> >>/, '01> >>'],
    ] as const) {
      const broken = Buffer.from(text.replace(from, to), 'latin1');
      expect(await codeOf(broken)).to.equal('PDF_SIGNATURE_WRONG');
    }
  });

  it('says what is missing where nothing is attached', async () => {
    const bare = edited(pdf, (object) => object.replace('/Type /EmbeddedFile', '/Type /SomethingElse'));
    const { verdict, checks } = await verify(bare);
    expect(verdict).to.equal('INVALID');
    expect(checks[0]).to.include({ code: 'PDF_ATTACHMENT_MISSING' });
    expect(new Set(checks.slice(1).map(({ code }) => code))).to.deep.equal(new Set(['NO_DOCUMENT']));
  });

  it('inflates no attachment beyond the size of a document', async () => {
    const bomb = edited(pdf, (object) =>
      isAttachment(object) ? withStream(object, Buffer.alloc(64 * 1024 * 1024)) : object,
    );
    expect(bomb.length).to.be.below(300_000);
    expect(await codeOf(bomb)).to.equal('PDF_MALFORMED');
  });

  it('refuses a PDF that was cut off anywhere, each by a code', async () => {
    for (let length = 5; length < pdf.length; length += 1499) {
      expect(await codeOf(pdf.subarray(0, length))).to.match(/^PDF_/);
    }
  });

  it('refuses nesting without end', async () => {
    const nested = edited(pdf, (object) =>
      object.includes('/Producer') ? object.replace('<<', `<< /X ${'['.repeat(50_000)}`) : object,
    );
    expect(await codeOf(nested)).to.equal('PDF_MALFORMED');
  });
});
