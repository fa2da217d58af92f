import { expect } from 'chai';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { CertificateType } from '@hanlian/chaincode/domain';
import { recognise } from '@hanlian/gateway/services/uploads/columns';
import { csvLine, readCsv } from '@hanlian/gateway/services/uploads/formats/csv';
import { readJsonLines } from '@hanlian/gateway/services/uploads/formats/json-lines';
import type { FileBytes, SourceRow } from '@hanlian/gateway/services/uploads/formats/source';
import { encodingOf } from '@hanlian/gateway/services/uploads/formats/text';
import { rejectionOf } from '../../../support/refusal.js';

/** Given byte by byte where it is short: no reader may count on where a piece ends. */
const fileOf = (bytes: Buffer): FileBytes => ({
  size: bytes.length,
  async *read() {
    const piece = bytes.length < 1000 ? 1 : bytes.length;
    for (let at = 0; at < bytes.length; at += piece) {
      yield await Promise.resolve(bytes.subarray(at, at + piece));
    }
  },
});

async function all(rows: AsyncIterable<SourceRow>): Promise<SourceRow[]> {
  const read: SourceRow[] = [];
  for await (const row of rows) read.push(row);
  return read;
}

const csv = (text: string): Promise<SourceRow[]> => all(readCsv(fileOf(Buffer.from(text)), 'utf-8'));

describe('reading tables of text', () => {
  // A file whose line ends are mixed was read as one row, since the parser went by the first.
  it('counts lines as an editor does, over quoted breaks, empty lines and either line end', async () => {
    expect(await csv('\uFEFF名称,b\r\n\r\n"甲\r\n乙",\' c \n,\n')).deep.equal([
      { line: 1, cells: ['名称', 'b'] },
      { line: 3, cells: ['甲\n乙', "' c"] },
      { line: 5, cells: ['', ''] },
    ]);
  });

  it('writes no cell that a spreadsheet would take for a formula, and reads each as it was', async () => {
    const cells = ['=1+1', '+86', '-5', '@x', '＝1', "'quoted'", 'a"b,c\nd', '甲'];
    const line = csvLine(cells);
    for (const cell of line.split(',')) expect(cell).to.not.match(/^"?[=+\-@＝]/);
    expect((await csv(line))[0]!.cells).deep.equal(cells);
  });

  it('refuses quotes that do not fit, naming the line, and a row without end', async () => {
    const refused = await rejectionOf(csv('a,b\n1,"2"3\n'));
    expect(refused).to.include({ code: 'UPLOAD_UNREADABLE' });
    expect(refused.details).to.include({ line: 2 });
    const behind = await rejectionOf(csv('"a\r\nb\r\nc"\r\n1"2\r\n'));
    expect(behind.details).to.include({ line: 4 });
    expect((await rejectionOf(csv(`a\n"${'x'.repeat(300_000)}`))).code).equal('UPLOAD_UNREADABLE');
    const long = fileOf(Buffer.from('x'.repeat(300_000)));
    expect((await rejectionOf(all(readJsonLines(long)))).code).equal('UPLOAD_UNREADABLE');
  });

  it('tells UTF-8 from GB18030, four-byte characters too, and neither from anything else', async () => {
    // 镕 U+9555 is 0xE946 in GBK; 𠮷 U+20BB7 is 0x9534B235 in GB18030.
    const gb = Buffer.from('e9469534b235', 'hex');
    expect(await encodingOf(fileOf(gb), undefined)).equal('gb18030');
    expect((await all(readCsv(fileOf(gb), 'gb18030')))[0]!.cells).deep.equal(['镕𠮷']);
    expect(await encodingOf(fileOf(Buffer.from('镕𠮷')), undefined)).equal('utf-8');
    const neither = fileOf(Buffer.from('fffe4753', 'hex'));
    expect((await rejectionOf(encodingOf(neither, undefined))).code).equal('UPLOAD_UNREADABLE');
    expect((await rejectionOf(encodingOf(fileOf(gb), 'utf-8'))).code).equal('UPLOAD_UNREADABLE');
  });
});

describe('recognising columns', () => {
  const type = { ...TYPES.realEstateRegistration, v: 1, revision: 0 } as unknown as CertificateType;
  const NEEDED = ['unitName', '统一社会信用代码', 'fields.matter', 'Holder', '持证主体代码'];

  it('finds them by name or title, whatever their case and order, and passes over what a reject file added', () => {
    const { columns, errors } = recognise(type, 'issue', [
      ...NEEDED.toReversed(),
      ' SERIAL ',
      '_reason',
      '',
      '',
    ]);
    expect(errors).deep.equal([]);
    expect(columns.map(({ field }) => field)).deep.equal([
      'holders[0].code',
      'holders[0].name',
      'fields.matter',
      'fields.unitCode',
      'fields.unitName',
      'serial',
      undefined,
    ]);
  });

  it('asks for a start of stock alone, and for the kind of code where a type has two kinds of holders', () => {
    const missing = (kinds: CertificateType, kind: 'issue' | 'import'): unknown[] =>
      recognise(kinds, kind, NEEDED).errors.map(({ code, details }) => [code, details.field]);
    expect(missing(type, 'issue')).deep.equal([]);
    expect(missing(type, 'import')).deep.equal([['COLUMN_MISSING', 'effectiveFrom']]);
    const both = { ...type, holderKinds: ['organisation', 'person'] } as CertificateType;
    expect(missing(both, 'issue')).deep.equal([['COLUMN_MISSING', 'holders[0].typeCode']]);
  });

  it('names an unknown column, an empty one, and one that is there twice', () => {
    const { errors } = recognise(type, 'issue', ['colour', '', ...NEEDED, 'Unit']);
    expect(errors.map(({ code, details }) => [code, details.column])).deep.equal([
      ['COLUMN_UNKNOWN', 1],
      ['COLUMN_UNKNOWN', 2],
      ['COLUMN_TWICE', 8],
    ]);
    expect(
      recognise(
        type,
        'issue',
        Array.from({ length: 300 }, () => 'x'),
      ).errors[0]!.code,
    ).equal('UPLOAD_TOO_LARGE');
  });
});
