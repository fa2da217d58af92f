import { HanlianError, type UploadColumn } from '@hanlian/chaincode/domain';
import { REASON_HEADERS } from '../../uploads/reasons.js';
import { EDITIONS, type Column, type Edition } from './editions.js';

const MOST_COLUMNS = 256;

/** A header as it was understood: which set of columns it is, which part each fills, and everything wrong with it. */
export interface Header {
  readonly edition: Edition;
  readonly columns: readonly UploadColumn[];
  readonly errors: readonly HanlianError[];
}

/** `行政相对人代码_1 (统一社会信用代码)` is what national forms print. */
const NUMBERED_CODE = /^行政相对人代码[_-]?\d?\(?([^()]+)\)?$/;

/** A header without what forms print around it: stars for mandatory columns, spaces, full-width brackets. */
const keyOf = (header: string): string => {
  const text = header.normalize('NFKC').replaceAll(/[\s*]/g, '').toUpperCase();
  return NUMBERED_CODE.exec(text)?.[1] ?? text;
};

const namesOf = ({ columns }: Edition): ReadonlyMap<string, Column> =>
  new Map(columns.flatMap((column) => [column.name, keyOf(column.title)].map((name) => [name, column])));

const NAMES: ReadonlyMap<Edition, ReadonlyMap<string, Column>> = new Map(
  EDITIONS.map((edition) => [edition, namesOf(edition)]),
);

const namesIn = (edition: Edition): ReadonlyMap<string, Column> =>
  NAMES.get(edition) as ReadonlyMap<string, Column>;

/** Whether a name is a column of any edition. */
export const isColumn = (name: string): boolean =>
  EDITIONS.some((edition) => namesIn(edition).has(keyOf(name)));

/** The set of columns that knows most of these headers, the national one first. */
function editionOf(headers: readonly string[]): Edition {
  const known = (edition: Edition): number =>
    headers.filter((text) => namesIn(edition).has(keyOf(text))).length;
  return EDITIONS.reduce((best, edition) => (known(edition) > known(best) ? edition : best));
}

/** Says which 双公示 columns a header means: by their codes (`XK_WSH`) or their printed titles. */
export function readHeader(cells: readonly string[]): Header {
  const headers = cells
    .slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1)
    .map((text) => text.trim());
  const edition = editionOf(headers.slice(0, MOST_COLUMNS));
  if (headers.length > MOST_COLUMNS) {
    const error = new HanlianError('UPLOAD_TOO_LARGE', `The file has over ${MOST_COLUMNS} columns`);
    return { edition, columns: [], errors: [error] };
  }
  const errors: HanlianError[] = [];
  const used = new Set<Column>();
  const columns = headers.map((text, i): UploadColumn => {
    const place = { column: i + 1, header: text };
    if (REASON_HEADERS.has(text)) return place;
    const found = namesIn(edition).get(keyOf(text));
    if (found === undefined) {
      errors.push(
        wrong(
          'COLUMN_UNKNOWN',
          place,
          edition.columns.map(({ name }) => name),
        ),
      );
      return place;
    }
    if (used.has(found)) errors.push(wrong('COLUMN_TWICE', place, found.name));
    used.add(found);
    return { ...place, ...(found.part && { field: found.part }), title: { zh: found.title, en: found.name } };
  });
  return { edition, columns, errors: [...errors, ...missing(edition, used)] };
}

const missing = ({ columns }: Edition, used: ReadonlySet<Column>): readonly HanlianError[] =>
  columns
    .filter((column) => column.needed && !used.has(column))
    .map(({ name, title, part }) => {
      const message = { zh: `表头缺少 ${name}（${title}）`, en: `The header lacks ${name} (${title})` };
      const details = { ...(part && { field: part }), expected: name, message };
      return new HanlianError('COLUMN_MISSING', message.en, details);
    });

const wrong = (
  code: 'COLUMN_UNKNOWN' | 'COLUMN_TWICE',
  { column, header }: UploadColumn,
  expected: string | readonly string[],
): HanlianError =>
  new HanlianError(code, `Column ${column} is called ${JSON.stringify(header)}`, {
    column,
    header,
    expected: typeof expected === 'string' ? expected : [...expected],
  });
