import {
  api,
  HanlianError,
  parseJson,
  requireSerial,
  violationsOf,
  type CertificateType,
  type JsonObject,
  type RowError,
  type UploadColumn,
  type UploadKind,
} from '@hanlian/chaincode/domain';
import { assertedOf, beginning, type Circumstances, type NewCertificate } from '../licenses/checking.js';
import { holderChecks, readField, requireKnownFields } from '../licenses/content.js';
import { certificateOf } from './cells.js';
import type { SourceRow } from './formats/source.js';
import { REASON_MEMBER } from './reasons.js';
import { ROOT, rowError } from './row-errors.js';

/** What the rows of a file are checked against. */
export interface Sheet {
  readonly type: CertificateType;
  readonly kind: UploadKind;
  /** Undefined for JSON lines. */
  readonly columns: readonly UploadColumn[] | undefined;
}

export interface CheckedRow {
  /** What it says, as far as it can be read. */
  readonly certificate: NewCertificate | undefined;
  readonly errors: readonly RowError[];
}

const MAX_DEPTH = 8;
const SCHEMAS = { issue: api.certificateInput, import: api.stockCertificateInput } as const;

/** Checks a row as a certificate sent by itself would be, and gives everything that is wrong with it. */
export function checkRow(sheet: Sheet, row: SourceRow, now: number): CheckedRow {
  const { columns = [] } = sheet;
  const read = readRow(sheet, row);
  const errors = 'failed' in read ? read.failed : violationsIn(sheet, read.stated, now);
  const shown = errors.map((error) => rowError(error, row.line, columns));
  return {
    certificate:
      errors.length > 0 || 'failed' in read ? undefined : (read.stated as unknown as NewCertificate),
    errors: shown,
  };
}

type Read = { readonly stated: JsonObject } | { readonly failed: readonly HanlianError[] };

function readRow({ type, columns }: Sheet, row: SourceRow): Read {
  if (columns === undefined) return readLine(row.cells[0] ?? '');
  const failed = cellErrors(columns, row);
  return failed.length > 0 ? { failed } : { stated: certificateOf(type, columns, row.cells) };
}

function readLine(text: string): Read {
  try {
    const value = parseJson(Buffer.from(text), { maxDepth: MAX_DEPTH });
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new HanlianError('FIELD_INVALID', 'The line is no JSON object', { expected: 'object' });
    }
    const members = Object.entries(value as JsonObject).filter(([name]) => name !== REASON_MEMBER);
    return { stated: Object.fromEntries(members) };
  } catch (error) {
    if (error instanceof HanlianError) return { failed: [error] };
    throw error;
  }
}

/** What keeps cells from being read: too many of them, formulas, numbers that lost digits. */
export function cellErrors(
  columns: readonly UploadColumn[],
  { cells, problems = [] }: SourceRow,
): HanlianError[] {
  const used = cells.findLastIndex((cell) => cell !== '') + 1;
  if (used > columns.length) {
    const error = new HanlianError('ROW_RAGGED', `The row has ${used} cells, the header ${columns.length}`, {
      expected: columns.length,
      received: used,
    });
    return [error];
  }
  const formulas = cells.flatMap((cell, column) =>
    cell.startsWith('=') && columns[column]?.field !== undefined
      ? [{ column, code: 'CELL_IS_FORMULA' as const }]
      : [],
  );
  return [...problems, ...formulas].map(
    ({ column, code }) =>
      new HanlianError(code, `Column ${column + 1} cannot be taken as it is`, {
        column: column + 1,
        ...(columns[column]?.field !== undefined && { field: columns[column].field }),
      }),
  );
}

/** Everything wrong with a certificate: first its shape, and once that is right what it says. */
function violationsIn({ type, kind }: Sheet, stated: JsonObject, now: number): readonly HanlianError[] {
  const ofShape = violationsOf(SCHEMAS[kind], stated);
  if (ofShape.length > 0) return ofShape;
  return failuresOf(checksOf(type, stated as unknown as NewCertificate, { kind, now, path: ROOT }));
}

function checksOf(
  type: CertificateType,
  certificate: NewCertificate,
  circumstances: Circumstances,
): readonly (() => void)[] {
  const { holders, fields, serial, asserted } = certificate;
  const at = (part: string): string => `${circumstances.path}.${part}`;
  return [
    ...holders.flatMap((holder, i) => holderChecks(type, holder, at(`holders[${i}]`))),
    () => {
      requireKnownFields(type.fields, fields, at('fields'));
    },
    ...type.fields.map((field) => () => {
      readField(field, fields[field.name], at(`fields.${field.name}`));
    }),
    () => {
      assertedOf(type, asserted, beginning(type, certificate, circumstances), circumstances);
    },
    () => {
      if (serial !== undefined) requireSerial(type, serial, circumstances.path);
    },
  ];
}

function failuresOf(checks: readonly (() => void)[]): readonly HanlianError[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof HanlianError) return [error];
      throw error;
    }
  });
}
