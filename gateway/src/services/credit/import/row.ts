import {
  CATEGORIES,
  HanlianError,
  requireImpersonal,
  schemas,
  type ErrorCode,
  type FieldSchema,
  type JsonValue,
  type LegalDate,
  type RowError,
  type Sector,
  type Severity,
  type UploadColumn,
} from '@hanlian/chaincode/domain';
import { readField } from '../../licenses/content.js';
import type { SourceRow } from '../../uploads/formats/source.js';
import { cellErrors } from '../../uploads/row-check.js';
import { rowError } from '../../uploads/row-errors.js';
import type { Decision, Edition, Part } from './editions.js';
import { isDay, isUscc, readAmount, readDay, readLastDay, readPastDay, readSubject } from './values.js';
import {
  readMeasure,
  readSector,
  readSeverity,
  readStatus,
  type NamedMeasure,
  type Status,
} from './words.js';

/** What the rows of a file are read by. */
export interface Sheet {
  readonly edition: Edition;
  readonly columns: readonly UploadColumn[];
  /** The department that sends it, which answers for every entry. */
  readonly department: string;
  /** How grave a breach is where a row does not say. */
  readonly severity?: Severity;
}

/** A row as it was understood. */
export interface StatedEntry {
  readonly category: Decision;
  readonly subject: string;
  readonly document: string;
  readonly decidedAt: LegalDate;
  readonly until?: LegalDate;
  readonly severity?: Severity;
  readonly sector?: Sector;
  readonly status: Status;
  readonly measure?: NamedMeasure;
  /** The body by its category's fields; amounts in 分. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ReadRow {
  readonly entry: StatedEntry | undefined;
  readonly errors: readonly RowError[];
}

/** Reads one row, and gives everything that is wrong with it. `now`: seconds since 1970. */
export function readRow(sheet: Sheet, row: SourceRow, now: number): ReadRow {
  const unreadable = cellErrors(sheet.columns, row);
  const { entry, errors } =
    unreadable.length > 0
      ? { entry: undefined, errors: unreadable }
      : new Reading(sheet, row.cells, now).read();
  return { entry, errors: errors.map((error) => rowError(error, row.line, sheet.columns)) };
}

type Optional = 'until' | 'severity' | 'sector' | 'measure';
/** Where a value may have got to that stands in the wrong column. */
const TEXTS: readonly Part[] = ['fields.subjectName', 'document', 'fields.content', 'fields.authority'];
/** Registered by a market regulator (GB 32100-2015, table 1), as no authority is. */
const ENTERPRISE = /^9/;

class Reading {
  readonly #sheet: Sheet;
  readonly #now: number;
  readonly #cells: ReadonlyMap<string, string>;
  readonly #errors: HanlianError[] = [];

  constructor(sheet: Sheet, cells: readonly string[], now: number) {
    this.#sheet = sheet;
    this.#now = now;
    this.#cells = new Map(
      sheet.columns.flatMap(({ field, column }) =>
        field === undefined ? [] : [[field, cells[column - 1]?.trim() ?? ''] as const],
      ),
    );
  }

  read(): { readonly entry: StatedEntry | undefined; readonly errors: readonly HanlianError[] } {
    this.#requireAuthority();
    const stated = { ...this.#key(), ...this.#terms(), fields: this.#body() };
    this.#requireOrder('until', stated.decidedAt, stated.until);
    this.#requireOrder('fields.validTo', stated.fields.validFrom, stated.fields.validTo);
    const errors = this.#errors;
    return { entry: errors.length > 0 ? undefined : (stated as StatedEntry), errors };
  }

  /** What an entry is known by. Members that could not be read are undefined; then there is an error. */
  #key(): Partial<StatedEntry> {
    const { decision } = this.#sheet.edition;
    return {
      category: decision,
      subject: this.#take(() => this.#subject()),
      document: this.#needed('document', readDocument),
      decidedAt: this.#needed('decidedAt', (cell, field) => {
        if (!isDay(cell)) this.#requireUnswapped('decidedAt', isDay);
        return readPastDay(cell, field, this.#now);
      }),
    };
  }

  #terms(): Pick<StatedEntry, Optional> & { readonly status: Status } {
    const { edition } = this.#sheet;
    const until = this.#given('until', readLastDay);
    const severity = this.#severity();
    const sector = this.#given('sector', readSector);
    const measure = this.#take(() => this.#measure());
    return {
      status: this.#take(() => readStatus(edition, this.#cell('status'))) ?? 'standing',
      ...(until !== undefined && { until }),
      ...(severity !== undefined && { severity }),
      ...(sector !== undefined && { sector }),
      ...(measure !== undefined && { measure }),
    };
  }

  #subject(): string {
    const code = this.#cell('subject');
    if (code !== '' && !isUscc(code)) this.#requireUnswapped('subject', isUscc);
    return readSubject({
      code,
      kind: this.#cell('subjectKind'),
      organisationCode: this.#cell('organisationCode'),
      registration: this.#cell('registration'),
      person: this.#cell('person'),
    });
  }

  #severity(): Severity | undefined {
    const { edition, severity } = this.#sheet;
    if (CATEGORIES[edition.decision].severity === 'none') return undefined;
    return severity !== undefined && this.#cell('severity') === ''
      ? severity
      : this.#needed('severity', readSeverity);
  }

  #measure(): NamedMeasure | undefined {
    return readMeasure(this.#cell('fields.certificate'), this.#cell('fields.kind') + this.#cell('moreKinds'));
  }

  #body(): Record<string, string> {
    const { fields } = CATEGORIES[this.#sheet.edition.decision];
    const stated = fields.flatMap((field) => {
      const value = this.#take(() => this.#field(field));
      return typeof value === 'string' ? [[field.name, value] as const] : [];
    });
    return Object.fromEntries(stated);
  }

  #field(field: FieldSchema): string | null {
    const path: Part = `fields.${field.name}`;
    const cell = this.#bodyCell(field.name);
    const value = cell === '' ? undefined : converted(field, cell, path);
    return readField(field, value, path).value;
  }

  /** The columns of 2016 say twice what kind a penalty is, and the conduct where others have the case. */
  #bodyCell(name: string): string {
    const cell = this.#cell(`fields.${name}`);
    if (name === 'kind') return [cell, this.#cell('moreKinds')].filter((kind) => kind !== '').join('；');
    return name === 'conduct' && cell === '' ? this.#cell('fields.caseName') : cell;
  }

  #cell(part: Part): string {
    return this.#cells.get(part) ?? '';
  }

  /** What a cell says, where it says anything. */
  #given<T>(part: Part, read: (cell: string, field: string) => T): T | undefined {
    const cell = this.#cell(part);
    return cell === '' ? undefined : this.#take(() => read(cell, part));
  }

  #needed<T>(part: Part, read: (cell: string, field: string) => T): T | undefined {
    if (this.#cell(part) === '')
      this.#fail('FIELD_MISSING', `The row says nothing of ${part}`, { field: part });
    return this.#given(part, read);
  }

  #take<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** That a value stands in the wrong column says more of the table than what is wrong with the cell. */
  #requireUnswapped(part: Part, fits: (cell: string) => boolean): void {
    const other = TEXTS.find((text) => fits(this.#cell(text)));
    if (other !== undefined) throw swapped(part, other);
  }

  /** Nobody reports for another department; an enterprise's code in the place of an authority's is the subject's. */
  #requireAuthority(): void {
    const provider = this.#cell('fields.providerCode').toUpperCase();
    const { department: expected } = this.#sheet;
    if (isUscc(provider) && provider !== expected) {
      this.#fail('OTHER_DEPARTMENT', 'The row is of another source', {
        field: 'fields.providerCode',
        expected,
      });
    }
    const authority = this.#cell('fields.authorityCode').toUpperCase();
    if (isUscc(authority) && ENTERPRISE.test(authority))
      this.#errors.push(swapped('fields.authorityCode', 'subject'));
  }

  #requireOrder(part: Part, from: LegalDate | undefined, to: LegalDate | undefined): void {
    if (from === undefined || to === undefined || from <= to) return;
    this.#fail('FIELD_INVALID', 'It ends before it begins', { field: part, expected: from });
  }

  #fail(code: ErrorCode, message: string, details: Readonly<Record<string, JsonValue>>): void {
    this.#errors.push(new HanlianError(code, message, details));
  }
}

function converted({ kind, name }: FieldSchema, cell: string, path: string): string | undefined {
  if (kind === 'amount') return readAmount(cell, path);
  if (kind !== 'date') return cell;
  return name === 'validTo' ? readLastDay(cell, path) : readDay(cell, path);
}

function readDocument(cell: string, field: string): string {
  requireImpersonal(cell, field);
  if (schemas.documentNumber.safeParse(cell).success) return cell;
  throw new HanlianError('FIELD_INVALID', 'The cell is no number of a document', { field });
}

const swapped = (part: Part, other: Part): HanlianError =>
  new HanlianError('COLUMNS_SWAPPED', `What belongs under ${part} stands under ${other}`, {
    field: part,
    received: other,
  });
