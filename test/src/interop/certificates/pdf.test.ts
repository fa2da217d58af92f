import { expect } from 'chai';
import type { EvidenceDocument } from '@hanlian/certificates';
import { world, type World } from '../../support/evidence.js';
import { attachmentOf, needsPoppler, poppler } from '../../support/poppler.js';
import { ISSUER, printedSample, printedType } from '../../support/printing.js';

describe('a certificate as PDF, by poppler', function () {
  this.timeout(60_000);
  before(needsPoppler);

  let sample: World;
  let document: EvidenceDocument;
  let pdf: Buffer;
  before(async () => {
    sample = await world(1);
    document = sample.documents[0] as EvidenceDocument;
    pdf = await printedSample(sample);
  });

  it('carries a PAdES signature over the whole file that pdfsig finds valid', async () => {
    const said = await poppler('pdfsig', pdf, ['-nocert']);
    expect(said).to.include('Signature is Valid.');
    expect(said).to.include('Total document signed');
    expect(said).to.include('ETSI.CAdES.detached');
    expect(said).to.include(sample.department.code);
    expect(said).not.to.include('Signature #2');
  });

  it('is found changed by pdfsig where one byte of a page is', async () => {
    const changed = Buffer.from(pdf);
    const place = changed.indexOf('/MediaBox [0 0 841.89') + '/MediaBox [0 0 841.8'.length;
    changed[place] = '8'.charCodeAt(0);
    const said = await poppler('pdfsig', changed, ['-nocert']);
    expect(said).not.to.include('Signature is Valid.');
    expect(said).to.include('Digest Mismatch');
  });

  it('has its evidence document attached, byte for byte', async () => {
    expect(JSON.parse((await attachmentOf(pdf)).toString())).to.deep.equal(document);
  });

  it('shows every field, the validity, the issuer and the page number as text that can be searched', async () => {
    const text = (await poppler('pdftotext', pdf, ['-layout'], ['-'])).replaceAll(/\s/g, '');
    for (const field of document.fields) {
      expect(text).to.include(`字段${field.name}${'value' in field ? (field.value ?? '—') : ''}`);
    }
    expect(text).to.include('安管人员考核合格证书').and.include('有效期限').and.include(ISSUER);
    expect(text).to.include(document.id).and.include('第1页/共1页');
  });

  it('embeds subsets of its fonts only', async () => {
    const rows = (await poppler('pdffonts', pdf)).trim().split('\n').slice(2);
    expect(rows).to.have.length(2);
    for (const row of rows) expect(row).to.match(/NotoSansHans-\w+\s+CID Type 0C\s+Identity-H\s+yes yes yes/);
    expect(pdf.length).to.be.below(100_000);
  });

  it('goes on over numbered pages where its fields are long, and signs the last', async () => {
    const fields = document.fields.map((field) => ({ ...field, value: '长文字，'.repeat(400) }));
    const long = await printedSample(sample, { document: { ...document, fields } });
    const text = (await poppler('pdftotext', long, ['-layout'], ['-']))
      .split('\f')
      .map((page) => page.replaceAll(/\s/g, ''));
    const pages = text.length - 1;
    expect(pages).to.be.above(2);
    text.slice(0, -1).forEach((page, index) => expect(page).to.include(`第${index + 1}页/共${pages}页`));
    expect(text[pages - 1]).to.include(ISSUER);
    expect((text.join('').match(/长文字/g) ?? []).length).to.equal(document.fields.length * 400);
    expect(await poppler('pdfsig', long, ['-nocert'])).to.include('Signature is Valid.');
  });

  it('follows its type’s layout, and says so where it is not in force', async () => {
    const layout = { page: 'portrait', accent: '#1f5a86', subtitle: { zh: '（副本）', en: 'Copy' } } as const;
    const warning = { word: '已暂扣', since: '自2026年10月1日起' };
    const other = await printedSample(sample, { type: printedType(document, layout), warning });
    expect(await poppler('pdfinfo', other)).to.match(/Page size:\s+595\.28 x 841\.89/);
    const text = (await poppler('pdftotext', other, ['-layout'], ['-'])).replaceAll(/\s/g, '');
    expect(text).to.include('（副本）').and.include('已').and.include('扣');
  });

  it('refuses a character the font does not have, by its code', async () => {
    const fields = document.fields.map((field) => ({ ...field, value: '𠮷' }));
    const refused = await printedSample(sample, {
      document: { ...document, fields },
    }).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'CHARACTER_NOT_PRINTABLE' });
    expect(refused).to.have.nested.property('details.received', 'U+20BB7');
  });
});
