import { expect } from 'chai';
import {
  openFile,
  reportFile,
  type CheckCode,
  type CreditReport,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { edited, signedAnew } from '../../support/pdf-edit.js';
import { attachmentOf, needsPoppler, poppler } from '../../support/poppler.js';
import { printedReport } from '../../support/printed-report.js';
import { ReportWorld } from '../../support/report.js';
import { BANK, OFFICE } from '../../support/report-consent.js';
import { ENTERED } from '../../support/report-entries.js';
import { sealingDepartment } from '../../support/seals.js';

describe('a credit report as PDF', function () {
  this.timeout(60_000);
  before(needsPoppler);

  let world: ReportWorld;
  let report: CreditReport;
  let pdf: Buffer;
  before(async () => {
    world = await ReportWorld.open();
    report = await world.report();
    pdf = await printedReport(world, report);
  });

  const verify = async (bytes: Buffer, changes: Partial<VerificationContext> = {}): Promise<Verification> =>
    (await openFile(bytes)).verify(world.context(changes));
  const fileCode = ({ checks: [file] }: Verification): CheckCode => file!.code;
  const textOf = async (file: Buffer): Promise<string> =>
    (await poppler('pdftotext', file, ['-layout'], ['-'])).replaceAll(/\s/g, '');

  it('carries a PAdES signature over the whole file that pdfsig finds valid', async () => {
    const said = await poppler('pdfsig', pdf, ['-nocert']);
    expect(said).to.include('Signature is Valid.').and.include('Total document signed');
    expect(said).to.include('ETSI.CAdES.detached').and.include(OFFICE);
  });

  it('has the sealed report attached, byte for byte, which verifies alone', async () => {
    expect((await attachmentOf(pdf)).equals(reportFile(report))).to.equal(true);
  });

  it('has the sections a bank officer looks for, who pulled it, its entries, and what is not shown', async () => {
    const text = await textOf(pdf);
    for (const part of [
      '公共信用信息报告',
      '一、基本信息',
      '二、行政许可',
      '三、行政处罚',
      '荣誉和奖励',
      '说明',
    ]) {
      expect(text).to.include(part);
    }
    expect(text).to.include('查询机构示例商业银行').and.include('示例建设工程有限公司');
    expect(text).to.include('示例罚〔2026〕12号').and.include('守合同重信用企业');
    expect(text).to.include('账本登记该企业条目7条，本报告列出4条');
    expect(text).to.include('已完成信用修复1条').and.include('第1页/共2页');
  });

  it('shows neither a repaired entry nor what was not granted', async () => {
    const text = await textOf(pdf);
    expect(text).not.to.include('示例罚〔2025〕3号').and.not.to.include('民初');
    expect(text).to.include('法定代表人（未授权）').and.include('法定代表人张三');
  });

  it('goes on over as many pages as an enterprise of many entries takes', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ ...ENTERED[1]!, document: `示例许〔2024〕${n}号` }));
    const large = await ReportWorld.open({ entered: many, granted: ['permit', 'penalty', 'evaluation'] });
    const printed = await printedReport(large, await large.report());
    const text = await textOf(printed);
    expect(text)
      .to.include('40.行政许可')
      .and.include('三、信用评价')
      .and.include('尚无')
      .and.include('无记录');
    expect(text).to.match(/第(\d+)页\/共\1页/);
    expect((await (await openFile(printed)).verify(large.context())).verdict).to.equal('VALID');
  });

  it('is VALID with all checks of the report and one of the file', async () => {
    const found = await verify(pdf);
    expect(fileCode(found)).to.equal('PDF_VALID');
    expect(found.checks).to.have.length(7);
    expect(found.verdict).to.equal('VALID');
  });

  it('is INVALID once a page or the attachment is changed, though the report inside still holds', async () => {
    const page = edited(pdf, (object) => object.replace('/Lang (zh-CN)', '/Lang (zh-TW)'));
    expect(fileCode(await verify(page))).to.equal('PDF_CONTENT_CHANGED');
    expect((await verify(page)).verdict).to.equal('INVALID');
    const behind = Buffer.concat([pdf, Buffer.from('\n')]);
    expect(fileCode(await verify(behind))).to.equal('PDF_CHANGED_AFTER_SIGNING');
  });

  it('is INVALID with the pages of another report', async () => {
    const other = await signedAnew(
      edited(pdf, (object) => object.replace(`/Subject (${report.id})`, '/Subject (AAAAAAAAAAAAAAAAAAAAAA)')),
      world.seals.seal,
    );
    expect(fileCode(await verify(other))).to.equal('PDF_PAGE_DIFFERS');
  });

  it('is INVALID when anybody but the office signed its pages', async () => {
    const bank = await sealingDepartment(BANK, '示例商业银行');
    const found = await verify(await signedAnew(pdf, bank.sealer));
    expect(fileCode(found)).to.equal('PDF_SIGNER_WRONG');
    expect(found.verdict).to.equal('INVALID');
  });

  it('is UNKNOWN where nobody can tell whose seal it is', async () => {
    const found = await verify(pdf, { issuers: undefined });
    expect(fileCode(found)).to.equal('NO_SOURCE');
    expect(found.verdict).to.equal('UNKNOWN');
  });
});
