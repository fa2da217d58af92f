import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { FileBytes, SourceRow } from '@hanlian/gateway/services/uploads/formats/source';
import { readXlsx } from '@hanlian/gateway/services/uploads/formats/xlsx/read';
import { writeXlsx } from '@hanlian/gateway/services/uploads/formats/xlsx/write';
import { rejectionOf } from '../../../support/refusal.js';
import { workbookParts, zipped, type Parts } from '../../../support/workbook.js';

const PIECE = 100;

/** Given in small pieces, as a file that comes from a store. */
const fileOf = (bytes: Buffer): FileBytes => ({
  size: bytes.length,
  async *read(start = 0, end = bytes.length) {
    for (let at = start; at < end; at += PIECE) {
      yield await Promise.resolve(bytes.subarray(at, Math.min(at + PIECE, end)));
    }
  },
});

/**
 * Where the entries of an archive's central directory begin. The uncompressed size stands 24 bytes into each, its name
 * 46 (APPNOTE 4.3.12).
 */
function directoryOf(zip: Buffer): number[] {
  const found: number[] = [];
  const mark = 'PK\u0001\u0002';
  for (let at = zip.indexOf(mark); at >= 0; at = zip.indexOf(mark, at + 4)) found.push(at);
  return found;
}

async function rowsIn(bytes: Buffer): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of readXlsx(fileOf(bytes))) rows.push(row);
  return rows;
}

const rowsOf = async (rows: string, more?: Parts): Promise<SourceRow[]> =>
  rowsIn(await zipped(workbookParts(rows, more)));

describe('reading .xlsx', () => {
  it('gives the rows of the first sheet that is shown, texts, numbers and days as they were typed', async () => {
    const rows = await rowsOf(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>2</v></c></row>' +
        '<row r="2"><c r="A2" t="inlineStr"><is><t> </t></is></c></row>' +
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>1.2E+8</v></c><c r="C4" s="1"><v>46027</v></c></row>' +
        '<row><c s="2"><v>61</v></c><c s="3"><v>61</v></c><c s="4"><v>46027.5</v></c><c t="b"><v>1</v></c></row>',
    );
    // 46027 is 2026-01-05: 25569 is 1970-01-01 in every spreadsheet, and 20458 days lie between.
    expect(rows).deep.equal([
      { line: 1, cells: ['名称', '', '日期'] },
      { line: 4, cells: ['甲公司', '120000000', '2026-01-05'] },
      { line: 5, cells: ['1900-03-01', '61', '2026-01-05T12:00:00+08:00', 'TRUE'] },
    ]);
  });

  it('counts days from 1904 where the workbook does', async () => {
    const parts = workbookParts('<row r="1"><c r="A1" s="1"><v>44565</v></c></row>');
    const workbook = String(parts['xl/workbook.xml']).replace(
      '<x:sheets>',
      '<x:workbookPr date1904="1"/><x:sheets>',
    );
    // The two systems lie 1462 days apart (ECMA-376 part 1 §18.17.4.1).
    expect(await rowsIn(await zipped({ ...parts, 'xl/workbook.xml': workbook }))).deep.equal([
      { line: 1, cells: ['2026-01-05'] },
    ]);
  });

  it('marks formulas, errors and codes that lost their digits, instead of taking what is left of them', async () => {
    const [row] = await rowsOf(
      '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1"><v>1.1010119900101E+17</v></c></row>',
    );
    expect(row).deep.equal({
      line: 1,
      cells: ['=2', '', ''],
      problems: [
        { column: 1, code: 'CELL_INEXACT' },
        { column: 2, code: 'CELL_INEXACT' },
      ],
    });
  });

  // Of a type that every object has, such as `constructor`, the reader found a function: its file was checked for ever.
  it('marks cells of a type that there is none of, whatever it is called', async () => {
    for (const type of ['x', 'constructor', 'toString', '__proto__']) {
      const [row] = await rowsOf(`<row r="1"><c r="A1" t="${type}"><v>1</v></c></row>`);
      expect(row!.problems, type).deep.equal([{ column: 0, code: 'CELL_INEXACT' }]);
    }
  });

  // ECMA-376 part 1 §22.9.2.19: `_x005F_` is the underscore of a text that looks like such a number.
  it('reads characters that stand by their numbers, and no half of a pair', async () => {
    const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const written = ['甲_x000D_\n乙', '_x005F_x000D_', '_xD842__xDFB7_', '_xD842_'];
    expect(await rowsOf(`<row r="1">${written.map(cell).join('')}</row>`)).deep.equal([
      { line: 1, cells: ['甲\n乙', '_x000D_', '𠮷', ''], problems: [{ column: 3, code: 'CELL_INEXACT' }] },
    ]);
  });

  it('takes what is read aloud beside a text for no part of it, in a cell of its own too', async () => {
    const reading = '<rPh sb="0" eb="2"><t>ほうりつ</t></rPh>';
    const [row] = await rowsOf(
      `<row r="1"><c t="inlineStr"><is><r><t>法</t></r><r><t>律</t></r>${reading}</is></c></row>`,
    );
    expect(row!.cells).deep.equal(['法律']);
  });

  const row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
  const sheet = (text: string | Buffer): Parts => ({ 'xl/worksheets/sheet1.xml': text });
  const REFUSED: readonly (readonly [title: string, parts: Parts, code: string])[] = [
    ['macros', { 'xl/vbaProject.bin': 'x' }, 'UPLOAD_UNSAFE'],
    ['links to other files', { 'xl/externalLinks/externalLink1.xml': '<x/>' }, 'UPLOAD_UNSAFE'],
    ['embedded objects', { 'xl/embeddings/oleObject1.bin': 'x' }, 'UPLOAD_UNSAFE'],
    [
      'a sheet that lies elsewhere',
      {
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Target="http://x/" TargetMode="External"/></Relationships>',
      },
      'UPLOAD_UNSAFE',
    ],
    [
      'entities',
      sheet('<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
      'UPLOAD_UNSAFE',
    ],
    ['a part packed a thousand times', { 'xl/media/zeros': Buffer.alloc(4 * 1024 * 1024) }, 'UPLOAD_UNSAFE'],
    ['a tag without end', sheet(`<worksheet><row a="${'ab'.repeat(1_500_000)}`), 'UPLOAD_UNSAFE'],
    ['tags that do not fit', sheet('<worksheet><row></worksheet>'), 'UPLOAD_UNREADABLE'],
    ['rows out of order', sheet('<worksheet><row r="2"/><row r="1"/></worksheet>'), 'UPLOAD_UNREADABLE'],
    [
      'cells out of order',
      sheet('<worksheet><row r="2"><c r="B2"/><c r="A2"/></row></worksheet>'),
      'UPLOAD_UNREADABLE',
    ],
    [
      'a cell in the last column there is',
      sheet('<worksheet><row r="1"><c r="XFD1"><v>1</v></c></row></worksheet>'),
      'UPLOAD_UNREADABLE',
    ],
    ['text that is not UTF-8', sheet(Buffer.from('3c783eff3c2f783e', 'hex')), 'UPLOAD_UNREADABLE'],
    ['no sheet', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }, 'UPLOAD_UNREADABLE'],
  ];
  for (const [title, parts, code] of REFUSED) {
    it(`refuses a file with ${title}`, async () => {
      expect((await rejectionOf(rowsOf(row, parts))).code).equal(code);
    });
  }

  it('refuses what is no archive, a broken one, and one whose directory lies about sizes', async () => {
    const sound = await zipped(workbookParts(row));
    const lying = Buffer.from(sound);
    for (const at of directoryOf(lying)) lying.writeUInt32LE(lying.readUInt32LE(at + 24) - 1, at + 24);
    for (const bytes of [
      Buffer.from('名称\n甲'),
      sound.subarray(0, sound.length - 30),
      lying,
      Buffer.alloc(0),
    ]) {
      expect((await rejectionOf(rowsIn(bytes))).code).equal('UPLOAD_UNREADABLE');
    }
  });

  it('refuses what unpacks to over 512 MiB by all its parts together, before it unpacks any', async () => {
    // Packed no tighter than a table may be, 200 to 1: only the sum gives such a file away.
    const big = Object.fromEntries([1, 2].map((i) => [`xl/media/big${i}`, randomBytes(1_400_000)]));
    const table = workbookParts(row);
    const zip = await zipped({ ...table, ...big });
    const small = Object.values(table).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const stating = (unpacked: number): Buffer => {
      const sizes = [2 ** 28, unpacked - 2 ** 28 - small];
      for (const at of directoryOf(zip)) {
        if (zip.toString('latin1', at + 46, at + 58) === 'xl/media/big') {
          zip.writeUInt32LE(sizes.shift()!, at + 24);
        }
      }
      return zip;
    };
    expect(await rowsIn(stating(2 ** 29))).deep.equal([{ line: 1, cells: ['名称'] }]);
    const refusal = await rejectionOf(rowsIn(stating(2 ** 29 + 1)));
    expect([refusal.code, refusal.details.expected]).deep.equal(['UPLOAD_TOO_LARGE', 2 ** 29]);
  });

  it('reads what the hub writes, whatever stands in the cells', async () => {
    const table = [
      ['名称', '=1+1', '@x'],
      ['a & <b> "c"\nd', '110101199001011234', "'-5"],
      ['_x000D_', '_x005F_x000D_', '_x_'],
    ];
    const given = (async function* () {
      yield* await Promise.resolve(table);
    })();
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeXlsx(given)) chunks.push(chunk);
    const rows = await rowsIn(Buffer.concat(chunks));
    expect(rows.map(({ cells }) => cells)).deep.equal(table);
  });
});
