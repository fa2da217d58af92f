import { HanlianError, type UploadColumn } from '@hanlian/chaincode/domain';
import { REASON_HEADERS } from './reasons.js';

/** More are no table that anybody keeps. */
export const MOST_COLUMNS = 256;

/** What the headers of one kind of file can mean. */
export interface Vocabulary<Part> {
  readonly find: (header: string) => Part | undefined;
  /** Headers of what people read and nobody keeps. */
  readonly isPassedOver?: (header: string) => boolean;
  /** What a header may be called, for who used another name. */
  readonly known: readonly string[];
  readonly nameOf: (part: Part) => string;
  readonly meaningOf: (part: Part) => Pick<UploadColumn, 'field' | 'title'>;
  /** What is wrong where these are all the parts there are columns of. */
  readonly missing: (used: ReadonlySet<Part>) => readonly HanlianError[];
}

/** A header as it was understood, and everything that is wrong with it. */
export interface Header {
  readonly columns: readonly UploadColumn[];
  readonly errors: readonly HanlianError[];
}

/** The headers in a file's first row: spreadsheets leave empty cells behind the last. */
export const headersIn = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1).map((text) => text.trim());

/** Says which part each column fills, by `headersIn`; columns of a reject file's reasons fill none. */
export function understand<Part>(headers: readonly string[], vocabulary: Vocabulary<Part>): Header {
  if (headers.length > MOST_COLUMNS) {
    const error = new HanlianError('UPLOAD_TOO_LARGE', `The file has over ${MOST_COLUMNS} columns`);
    return { columns: [], errors: [error] };
  }
  const { find, isPassedOver, known, nameOf, meaningOf, missing } = vocabulary;
  const errors: HanlianError[] = [];
  const used = new Set<Part>();
  const columns = headers.map((header, i): UploadColumn => {
    const column = { column: i + 1, header };
    if (REASON_HEADERS.has(header) || isPassedOver?.(header) === true) return column;
    const part = find(header);
    if (part === undefined) {
      errors.push(refused('COLUMN_UNKNOWN', column, [...known]));
      return column;
    }
    if (used.has(part)) errors.push(refused('COLUMN_TWICE', column, nameOf(part)));
    used.add(part);
    return { ...column, ...meaningOf(part) };
  });
  return { columns, errors: [...errors, ...missing(used)] };
}

const refused = (
  code: 'COLUMN_UNKNOWN' | 'COLUMN_TWICE',
  { column, header }: UploadColumn,
  expected: string | string[],
): HanlianError =>
  new HanlianError(code, `Column ${column} is called ${JSON.stringify(header)}`, {
    column,
    header,
    expected,
  });
