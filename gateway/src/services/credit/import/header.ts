import { HanlianError } from '@hanlian/chaincode/domain';
import { headersIn, MOST_COLUMNS, understand, type Header } from '../../uploads/headers.js';
import { EDITIONS, type Column, type Edition } from './editions.js';

/** A header as it was understood, and which set of columns it is. */
export interface EditionHeader extends Header {
  readonly edition: Edition;
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
export function readHeader(cells: readonly string[]): EditionHeader {
  const headers = headersIn(cells);
  const edition = editionOf(headers.slice(0, MOST_COLUMNS));
  const header = understand(headers, {
    find: (text) => namesIn(edition).get(keyOf(text)),
    known: edition.columns.map(({ name }) => name),
    nameOf: ({ name }) => name,
    meaningOf: ({ name, title, part }) => ({ ...(part && { field: part }), title: { zh: title, en: name } }),
    missing: (used) => missing(edition, used),
  });
  return { edition, ...header };
}

const missing = ({ columns }: Edition, used: ReadonlySet<Column>): readonly HanlianError[] =>
  columns
    .filter((column) => column.needed && !used.has(column))
    .map(({ name, title, part }) => {
      const message = { zh: `表头缺少 ${name}（${title}）`, en: `The header lacks ${name} (${title})` };
      const details = { ...(part && { field: part }), expected: name, message };
      return new HanlianError('COLUMN_MISSING', message.en, details);
    });
