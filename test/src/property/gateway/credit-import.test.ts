import { expect } from 'chai';
import fc from 'fast-check';
import { parseInstant } from '@hanlian/chaincode/domain';
import { readFile, type CreditFormat } from '@hanlian/gateway/services/credit/import/file';
import { readHeader } from '@hanlian/gateway/services/credit/import/header';
import { readRow, type ReadRow } from '@hanlian/gateway/services/credit/import/row';
import {
  AUTHORITY,
  csvOf,
  fileOf,
  gb18030,
  NATIONAL_PENALTY,
  NATIONAL_PERMIT,
  WUHAN_PENALTY,
  WUHAN_PERMIT,
  xmlOf,
  type Cells,
} from '../../support/credit-files.js';

const NOW = parseInstant('2026-03-20T00:00:00Z');

async function read(content: string | Buffer, format: CreditFormat): Promise<ReadRow[]> {
  const rows = readFile(fileOf(content), format, undefined);
  const { edition, columns } = readHeader((await rows.next()).value?.cells ?? []);
  const told: ReadRow[] = [];
  for await (const row of rows) told.push(readRow({ edition, columns, department: AUTHORITY }, row, NOW));
  return told;
}

const SETS: readonly Cells[] = [NATIONAL_PERMIT, NATIONAL_PENALTY, WUHAN_PERMIT, WUHAN_PENALTY];
const PARTS = '甲乙𠮷镕é1,"\'\n <&;号〔〕';
/** Texts of characters that break tables and encodings, in a cell that takes any. */
const text = fc
  .array(fc.constantFrom(...Array.from(PARTS)), { maxLength: 12 })
  .map((parts) => `字${parts.join('')}字`);
const rowsOf = (set: Cells): fc.Arbitrary<Cells[]> =>
  fc.array(
    text.map((content) => ({
      ...set,
      BZ: content,
      ...('XK_NR' in set ? { XK_NR: content } : { CF_SY: content }),
    })),
    { minLength: 1, maxLength: 5 },
  );
const shuffled = fc.constantFrom(...SETS).chain((set) =>
  fc.record({
    rows: rowsOf(set),
    header: fc.shuffledSubarray(Object.keys(set), { minLength: Object.keys(set).length }),
  }),
);

describe('双公示 files', function () {
  // A converter of its own is run for each file.
  this.timeout(60_000);

  it('say the same in any order of columns, in CSV and XML, in UTF-8 and GB18030', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ rows, header }) => {
        const table = csvOf(rows, header);
        const told = await read(table, 'csv');
        expect(told.flatMap(({ errors }) => errors)).deep.equal([]);
        expect(told.map(({ entry }) => entry!.fields.remark)).deep.equal(rows.map(({ BZ }) => BZ));
        expect(await read(gb18030(table), 'csv')).deep.equal(told);
        expect(await read(xmlOf(rows), 'xml')).deep.equal(told);
        expect(await read(gb18030(xmlOf(rows, 'GB18030')), 'xml')).deep.equal(told);
      }),
      { numRuns: 20 },
    );
  });

  it('give every row an entry or an error, whatever stands in its cells', async () => {
    const cells = fc.constantFrom(...SETS).chain((set) =>
      fc
        .dictionary(fc.constantFrom(...Object.keys(set)), fc.oneof(text, fc.string(), fc.constant('')), {
          minKeys: 1,
        })
        .map((change) => [set, { ...set, ...change }] as const),
    );
    await fc.assert(
      fc.asyncProperty(cells, async ([good, changed]) => {
        const told = await read(csvOf([good, changed, good]), 'csv');
        expect(told).to.have.length(3);
        for (const { entry, errors } of told) expect(entry === undefined).equal(errors.length > 0);
        expect(told[2]).deep.equal(told[0]);
      }),
      { numRuns: 150 },
    );
  });
});
