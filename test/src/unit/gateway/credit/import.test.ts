import { expect } from 'chai';
import { parseInstant, type RowError } from '@hanlian/chaincode/domain';
import { readFile, type CreditFormat } from '@hanlian/gateway/services/credit/import/file';
import { readHeader } from '@hanlian/gateway/services/credit/import/header';
import { readRow, type Sheet, type StatedEntry } from '@hanlian/gateway/services/credit/import/row';
import { rowError } from '@hanlian/gateway/services/uploads/row-errors';
import {
  AUTHORITY,
  csvOf,
  ENTERPRISE,
  fileOf,
  gb18030,
  NATIONAL_PENALTY,
  NATIONAL_PERMIT,
  WUHAN_PENALTY,
  WUHAN_PERMIT,
  xmlOf,
  type Cells,
} from '../../../support/credit-files.js';
import { rejectionOf } from '../../../support/refusal.js';

const NOW = parseInstant('2026-03-20T00:00:00Z');

interface Outcome {
  readonly header: readonly string[];
  readonly lines: readonly number[];
  readonly entries: readonly (StatedEntry | undefined)[];
  readonly errors: readonly RowError[];
}

async function outcomeOf(
  content: string | Buffer,
  format: CreditFormat = 'csv',
  also: Partial<Sheet> = {},
): Promise<Outcome> {
  const rows = readFile(fileOf(content), format, undefined);
  const first = (await rows.next()).value;
  const { edition, columns, errors } = readHeader(first?.cells ?? []);
  const sheet = { edition, columns, department: AUTHORITY, ...also };
  const read: { line: number; entry: StatedEntry | undefined; errors: readonly RowError[] }[] = [];
  for await (const row of rows) read.push({ line: row.line, ...readRow(sheet, row, NOW) });
  return {
    header: errors.map(({ code }) => code),
    lines: read.map(({ line }) => line),
    entries: read.map(({ entry }) => entry),
    errors: read.flatMap((each) => each.errors),
  };
}

const codes = ({ errors }: Outcome): string[] => errors.map(({ code, field }) => `${code} ${field}`);
const bad = async (row: Cells, change: Cells): Promise<string[]> =>
  codes(await outcomeOf(csvOf([{ ...row, ...change }])));

const PENALTY: StatedEntry = {
  category: 'penalty',
  subject: ENTERPRISE,
  document: '鄂市监罚〔2026〕7号',
  decidedAt: '2026-03-05',
  status: 'standing',
  until: '2027-03-05',
  severity: 'serious',
  sector: 'food',
  measure: { operation: 'revoke', certificate: '食品经营许可证 JY14201000000001' },
  fields: {
    subjectName: '武汉某某食品有限公司',
    legalRepresentative: '甲某',
    conduct: '经营超过保质期的食品',
    facts: '货架上有三袋超过保质期的糕点',
    legalBasis: '《中华人民共和国食品安全法》第一百二十四条',
    kind: '罚款；吊销许可证件',
    content: '罚款二千元，吊销食品经营许可证',
    fine: '200000',
    certificate: '食品经营许可证 JY14201000000001',
    authority: '武汉市市场监督管理局',
    authorityCode: AUTHORITY,
    provider: '武汉市市场监督管理局',
    providerCode: AUTHORITY,
  },
};

describe('reading 双公示 files', () => {
  it('reads a penalty of 2018 the same from CSV and XML, in UTF-8 with a mark or without and in GBK', async () => {
    const rows = [NATIONAL_PENALTY];
    const told = [PENALTY];
    expect((await outcomeOf(csvOf(rows))).entries).deep.equal(told);
    expect((await outcomeOf(`\uFEFF${csvOf(rows)}`)).entries).deep.equal(told);
    expect((await outcomeOf(gb18030(csvOf(rows)))).entries).deep.equal(told);
    expect((await outcomeOf(xmlOf(rows), 'xml')).entries).deep.equal(told);
    expect((await outcomeOf(gb18030(xmlOf(rows, 'GBK')), 'xml')).entries).deep.equal(told);
  });

  it('reads a permit of 2018, whose state 1 means in force', async () => {
    const { entries, errors } = await outcomeOf(csvOf([NATIONAL_PERMIT, { ...NATIONAL_PERMIT, XK_ZT: '2' }]));
    expect(errors).deep.equal([]);
    expect(entries[0]).to.deep.include({ category: 'permit', decidedAt: '2026-03-02', status: 'standing' });
    expect(entries[0]!.fields).to.include({
      documentName: '准予行政许可决定书',
      kind: '普通',
      certificateNumber: 'JY14201000000001',
      validFrom: '2026-03-02',
      validTo: '2031-03-01',
    });
    expect(entries[1]!.status).equal('annulled');
  });

  it('reads what Wuhan took in 2016: a midnight behind a day, no end as 2099, an organisation code with a hyphen', async () => {
    const { entries, errors } = await outcomeOf(csvOf([WUHAN_PERMIT, { ...WUHAN_PERMIT, XK_ZT: '1' }]));
    expect(errors).deep.equal([]);
    expect(entries[0]).to.deep.include({ subject: ENTERPRISE, decidedAt: '2016-08-04', status: 'standing' });
    expect(entries[0]!.fields).to.not.have.property('validTo');
    expect(entries[1]!.status).equal('annulled');
  });

  it('joins both kinds of a penalty of 2016, and takes the case for the conduct', async () => {
    const { CF_CFMC, ...others } = WUHAN_PENALTY;
    const { entries, errors } = await outcomeOf(
      csvOf([{ ...others, CF_AJMC: CF_CFMC as string, CF_ZT: '2' }]),
    );
    expect(errors).deep.equal([]);
    expect(entries[0]).to.deep.include({ decidedAt: '2016-08-04', status: 'disputed', severity: 'general' });
    expect(entries[0]!.fields).to.include({ kind: '罚款；责令停产停业', conduct: '超标排放水污染物案' });
  });

  it('takes a column by its printed title, in any order, with what forms print around it', async () => {
    const titles: Cells = {
      '行政相对人代码_1 (统一社会信用代码) *': ENTERPRISE,
      行政相对人名称: '武汉某某食品有限公司',
      行政相对人类别: '法人及非法人组织',
      '* 许可内容': '准予从事食品经营',
      许可类别: '普通',
      行政许可决定文书号: '鄂市监许〔2026〕12号',
      许可决定日期: '20260302',
      许可机关: '武汉市市场监督管理局',
    };
    const { entries, header, errors } = await outcomeOf(csvOf([titles]));
    expect([...header, ...errors]).deep.equal([]);
    expect(entries[0]).to.deep.include({ subject: ENTERPRISE, document: '鄂市监许〔2026〕12号' });
  });

  it('names a column it does not know, one that comes twice and one that is missing', async () => {
    const [header, row] = csvOf([NATIONAL_PERMIT]).split('\r\n') as [string, string];
    const changed = header.replace('XK_XKBH', 'XK_JDRQ').replace('XK_WSH', 'XK_WSHH');
    expect((await outcomeOf(`${changed}\r\n${row}`)).header).deep.equal([
      'COLUMN_UNKNOWN',
      'COLUMN_TWICE',
      'COLUMN_MISSING',
    ]);
    expect((await outcomeOf(`${'x,'.repeat(300)}\r\n`)).header).deep.equal(['UPLOAD_TOO_LARGE']);
  });

  it('calls a missing column as files do, in both languages', () => {
    const [error] = readHeader(['XK_WSH']).errors.map((each) => rowError(each).message);
    for (const text of [error!.zh, error!.en])
      expect(text).to.include('XK_XDR_MC').and.include('行政相对人名称');
  });

  it('says of every row what is wrong, with its line and column, in both languages', async () => {
    const rows = [NATIONAL_PENALTY, { ...NATIONAL_PENALTY, CF_JDRQ: '2026-13-01', CF_NR_FK: '两千' }];
    const { entries, errors, lines } = await outcomeOf(csvOf(rows));
    expect(lines).deep.equal([2, 3]);
    expect(entries.map((entry) => entry !== undefined)).deep.equal([true, false]);
    expect(errors.map(({ line, header, code }) => ({ line, header, code }))).deep.equal([
      { line: 3, header: 'CF_JDRQ', code: 'DATE_IMPOSSIBLE' },
      { line: 3, header: 'CF_NR_FK', code: 'AMOUNT_INVALID' },
    ]);
    for (const { message } of errors) expect(message.zh + message.en).to.match(/\p{Script=Han}.*[a-z]/u);
  });

  it('refuses a decision of tomorrow at Chinese time, and a row that ends before it began', async () => {
    const now = { CF_JDRQ: '2026-03-21' };
    expect(await bad(NATIONAL_PENALTY, now)).deep.equal(['DECIDED_IN_FUTURE decidedAt']);
    expect(await bad(NATIONAL_PENALTY, { CF_JDRQ: '2026-03-20' })).deep.equal([]);
    expect(await bad(NATIONAL_PENALTY, { CF_GSJZQ: '2026-03-04' })).deep.equal(['FIELD_INVALID until']);
    const reversed = { XK_YXQZ: '2031/03/02', XK_YXQZI: '2031/03/01' };
    expect(await bad(NATIONAL_PERMIT, reversed)).deep.equal(['FIELD_INVALID fields.validTo']);
  });

  it('refuses natural persons by column, by number and by a number alone', async () => {
    const person = ['SUBJECT_IS_PERSON subject'];
    expect(await bad(NATIONAL_PENALTY, { CF_XDR_LB: '自然人' })).deep.equal(person);
    expect(await bad(NATIONAL_PENALTY, { CF_XDR_SHXYM: '11010519491231002X' })).deep.equal(person);
    expect(await bad(WUHAN_PERMIT, { XK_XDR_SHXYM: '', XK_XDR_SFZ: '11010519491231002X' })).deep.equal(
      person,
    );
    expect(await bad(NATIONAL_PENALTY, { CF_XDR_SHXYM: '' })).deep.equal(['FIELD_MISSING subject']);
  });

  it('takes the fifteen digits of a number not exchanged yet, from either column, and checks them', async () => {
    const legacy = '110108000000016';
    const places: Cells[] = [{ CF_XDR_SHXYM: legacy }, { CF_XDR_SHXYM: '', CF_XDR_GSZC: legacy }];
    for (const change of places) {
      const { entries } = await outcomeOf(csvOf([{ ...NATIONAL_PENALTY, ...change }]));
      expect(entries[0]!.subject).equal(legacy);
    }
    const wrong = { CF_XDR_SHXYM: '110108000000017' };
    expect(await bad(NATIONAL_PENALTY, wrong)).deep.equal(['CHECK_CHARACTER_WRONG subject']);
  });

  it('tells two codes of different bodies, and one that is wrong by itself', async () => {
    const differ = { CF_XDR_ZZJG: '551385082' };
    expect(await bad(NATIONAL_PENALTY, differ)).deep.equal(['CODES_DIFFER organisationCode']);
    expect(await bad(NATIONAL_PENALTY, { CF_XDR_ZZJG: '551385083' })).deep.equal([
      'CHECK_CHARACTER_WRONG organisationCode',
    ]);
  });

  it('finds columns that were swapped: code and name, date and number, subject and authority', async () => {
    const swapped = (field: string): string => `COLUMNS_SWAPPED ${field}`;
    const { CF_XDR_MC, CF_WSH, CF_JDRQ, CF_XDR_SHXYM } = NATIONAL_PENALTY;
    const codeAndName = { CF_XDR_MC: CF_XDR_SHXYM as string, CF_XDR_SHXYM: CF_XDR_MC as string };
    expect(await bad(NATIONAL_PENALTY, codeAndName)).deep.equal([swapped('subject')]);
    const dateAndNumber = { CF_WSH: CF_JDRQ as string, CF_JDRQ: CF_WSH as string };
    expect(await bad(NATIONAL_PENALTY, dateAndNumber)).deep.equal([swapped('decidedAt')]);
    const subjectAndAuthority = { CF_XDR_SHXYM: AUTHORITY, CF_CFJGDM: ENTERPRISE };
    expect(await bad(NATIONAL_PENALTY, subjectAndAuthority)).deep.equal([swapped('fields.authorityCode')]);
  });

  it('refuses formulas, cells beyond the header, and what another department answers for', async () => {
    const formula = csvOf([NATIONAL_PENALTY]).replace('0.2', '=1/5');
    expect(codes(await outcomeOf(formula))).deep.equal(['CELL_IS_FORMULA fields.fine']);
    const ragged = `${csvOf([NATIONAL_PENALTY]).trimEnd()},x\r\n`;
    expect(codes(await outcomeOf(ragged))).deep.equal(['ROW_RAGGED undefined']);
    const another = { CF_SJLYDM: '11100000000013127D' };
    expect(await bad(NATIONAL_PENALTY, another)).deep.equal(['OTHER_DEPARTMENT fields.providerCode']);
  });

  it('asks of a certificate whether it is suspended or revoked, in its own column first', async () => {
    const of = async (change: Cells): Promise<unknown> => {
      const { entries, errors } = await outcomeOf(csvOf([{ ...NATIONAL_PENALTY, ...change }]));
      return errors[0]?.code ?? entries[0]!.measure?.operation;
    };
    expect(await of({ CF_CFLB: '罚款；暂扣许可证件' })).equal('suspend');
    expect(await of({ CF_CFLB: '暂扣、吊销许可证件' })).equal('MEASURE_UNCLEAR');
    expect(await of({ CF_CFLB: '罚款', CF_NR: '罚款' })).equal('MEASURE_UNCLEAR');
    expect(await of({ CF_CFLB: '罚款', CF_NR_ZKDX: '暂扣食品经营许可证 JY1' })).equal('suspend');
    expect(await of({ CF_NR_ZKDX: '无' })).equal(undefined);
  });

  it('asks how grave a penalty is, unless that is said for the whole file', async () => {
    const silent = Object.keys(NATIONAL_PENALTY).filter((name) => name !== 'SXCD');
    const file = csvOf([NATIONAL_PENALTY], silent);
    expect(codes(await outcomeOf(file))).deep.equal(['FIELD_MISSING severity']);
    const told = await outcomeOf(file, 'csv', { severity: 'general' });
    expect(told.entries[0]!.severity).equal('general');
    const own = await outcomeOf(csvOf([NATIONAL_PENALTY]), 'csv', { severity: 'general' });
    expect(own.entries[0]!.severity).equal('serious');
    expect(await bad(NATIONAL_PENALTY, { SXCD: '很严重' })).deep.equal(['FIELD_INVALID severity']);
  });

  it('refuses a state no set of columns has, a document number that is none or a person, and a text too long', async () => {
    expect(await bad(NATIONAL_PERMIT, { XK_ZT: '3' })).deep.equal(['FIELD_INVALID status']);
    expect(await bad(WUHAN_PERMIT, { XK_ZT: '3' })).deep.equal(['FIELD_INVALID status']);
    expect(await bad(NATIONAL_PENALTY, { CF_WSH: '<号>' })).deep.equal(['FIELD_INVALID document']);
    const person = '罚11010519491231002X号';
    expect(await bad(NATIONAL_PENALTY, { CF_WSH: person })).deep.equal(['HOLDS_CITIZEN_NUMBER document']);
    expect(await bad(NATIONAL_PENALTY, { CF_SY: '字'.repeat(2001) })).deep.equal([
      'FIELD_INVALID fields.facts',
    ]);
  });
});

describe('reading 双公示 XML', () => {
  const xml = (content: string): Promise<Outcome> => outcomeOf(content, 'xml');
  const refused = async (content: string): Promise<string> => (await rejectionOf(xml(content))).code;

  it('finds the rows in any envelope, in CDATA, with names in small letters, and says on which line each begins', async () => {
    const cells = Object.entries(NATIONAL_PENALTY).map(
      ([name, text]) => `<${name.toLowerCase()}><![CDATA[${text}]]></${name.toLowerCase()}>`,
    );
    const { entries, lines, errors } = await xml(`<ROWS>\n<ROW>${cells.join('\n')}</ROW><ROW/></ROWS>`);
    expect(entries[0]).deep.equal(PENALTY);
    expect(lines[0]).equal(2);
    expect(errors.map(({ code }) => code)).to.include.members(['FIELD_MISSING']);
  });

  it('refuses a row with a column that is unknown or comes twice, and loses no other', async () => {
    const text = xmlOf([NATIONAL_PENALTY, NATIONAL_PENALTY, NATIONAL_PENALTY]).split('</fields>');
    text[1] = `${text[1]}<CF_MORE>x</CF_MORE>`;
    text[2] = `${text[2]}<CF_WSH>x</CF_WSH>`;
    const { entries, errors } = await xml(text.join('</fields>'));
    expect(entries.map((entry) => entry !== undefined)).deep.equal([true, false, false]);
    expect(errors.map(({ code }) => code)).to.deep.equal(['ROW_RAGGED', 'ROW_RAGGED']);
  });

  it('refuses entities and document types, broken XML and bytes in no encoding it knows', async () => {
    const entity = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><f><CF_WSH>&x;</CF_WSH></f></r>';
    expect(await refused(entity)).equal('UPLOAD_UNSAFE');
    expect(await refused('<r><f><CF_WSH>1</CF_WSH></f>')).equal('UPLOAD_UNREADABLE');
    expect(await refused('<r><f><CF_WSH>&x;</CF_WSH></f></r>')).equal('UPLOAD_UNREADABLE');
    const utf16 = Buffer.from(`\uFEFF${xmlOf([NATIONAL_PENALTY], 'UTF-16')}`, 'utf16le');
    expect((await rejectionOf(outcomeOf(utf16, 'xml'))).code).equal('UPLOAD_UNREADABLE');
  });

  it('passes over nothing that may be a row: columns outside, text between, elements within, a first row unknown', async () => {
    const row = '<f><CF_WSH>1</CF_WSH></f>';
    expect(await refused(`<r>${row}<CF_WSH>2</CF_WSH></r>`)).equal('UPLOAD_UNREADABLE');
    expect(await refused('<r><f>x<CF_WSH>1</CF_WSH></f></r>')).equal('UPLOAD_UNREADABLE');
    expect(await refused('<r><f><CF_WSH><b>1</b></CF_WSH></f></r>')).equal('UPLOAD_UNREADABLE');
    expect(await refused(`<r><f><WSH>1</WSH></f>${row}</r>`)).equal('UPLOAD_UNREADABLE');
    expect(await refused('<r>'.repeat(20))).equal('UPLOAD_UNREADABLE');
  });
});
