import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  HanlianError,
  type IssueAnswer,
  type JobBatch,
  type RowError,
  type TaskAnswer,
} from '@hanlian/chaincode/domain';
import type { NewBatch, NewCertificate } from '../licenses/checking.js';
import type { LicenseParts } from '../licenses/parts.js';
import { isInUse } from '../licenses/serials.js';
import type { Idempotency } from '../types.js';
import { serialTaken } from './check.js';
import { BATCH_CHUNKS, certificateKindOf, type JobRecord, type KeptRow } from './record.js';
import { checkRow, type CheckedRow, type Sheet } from './row-check.js';
import { ROOT, rowError } from './row-errors.js';
import type { UploadStore } from './store.js';

/** A row of a batch, and the chunk it is kept in. */
interface Placed {
  readonly chunk: number;
  readonly row: KeptRow;
  readonly checked: CheckedRow;
}

/** Stands for what a begun batch says already: its rows are decided, and may have been dropped. */
const BEGUN: NewCertificate = { holders: [], fields: {} };

const begun = ({ errors }: KeptRow): CheckedRow => ({
  certificate: errors.length > 0 ? undefined : BEGUN,
  errors,
});

const checkedNow = (sheet: Sheet, row: KeptRow, now: number): CheckedRow =>
  row.errors.length > 0 ? { certificate: undefined, errors: row.errors } : checkRow(sheet, row, now);

/** The rows of an upload that one seal is to cover. */
export class RowBatch {
  readonly #store: UploadStore;
  readonly #record: JobRecord;
  readonly #sheet: Sheet;
  #rows: readonly Placed[];

  private constructor(store: UploadStore, record: JobRecord, sheet: Sheet, rows: readonly Placed[]) {
    this.#store = store;
    this.#record = record;
    this.#sheet = sheet;
    this.#rows = rows;
  }

  /**
   * Reads the next batch of a job, a chunk at a time: other requests get their turn in between. `isBegun`: which rows are
   * good was decided before, and time may judge them otherwise now.
   */
  static async load(
    parts: LicenseParts,
    store: UploadStore,
    record: JobRecord,
    isBegun: boolean,
  ): Promise<RowBatch> {
    const { columns } = store.findingsOf(record);
    const sheet: Sheet = { type: parts.registry.type(record.type), kind: certificateKindOf(record), columns };
    const rows: Placed[] = [];
    const end = Math.min((record.next + 1) * BATCH_CHUNKS, record.chunks);
    for (let chunk = record.next * BATCH_CHUNKS; chunk < end; chunk++) {
      for (const row of store.rows(record, chunk)) {
        rows.push({ chunk, row, checked: isBegun ? begun(row) : checkedNow(sheet, row, parts.now()) });
      }
      await nextTurn();
    }
    return new RowBatch(store, record, sheet, rows);
  }

  get good(): readonly Placed[] {
    return this.#rows.filter(({ checked }) => checked.certificate !== undefined);
  }

  /** What has become wrong since the file was read: a serial that was issued meanwhile, a type that has changed. */
  newErrors({ model }: LicenseParts): readonly RowError[] {
    const { type, department: issuer } = this.#record;
    this.#rows = this.#rows.map((placed) => {
      const { row, checked } = placed;
      const serial = checked.certificate?.serial;
      if (serial === undefined || !isInUse(model, { type, issuer, serial })) return placed;
      const errors = [serialTaken(row.line, false, this.#sheet)];
      return { ...placed, checked: { certificate: undefined, errors } };
    });
    return this.#rows.filter(({ row }) => row.errors.length === 0).flatMap(({ checked }) => checked.errors);
  }

  /** Keeps what has become wrong with the rows it has become wrong with. */
  async reject(): Promise<void> {
    await this.#rewrite(({ row, checked: { errors } }) =>
      row.errors.length === errors.length ? row : { ...row, errors, isLate: true },
    );
  }

  /** How many rows were found wrong only when the batch was about to begin, now or before a restart. */
  get late(): number {
    return this.#rows.filter(({ row, checked }) => row.isLate ?? row.errors.length < checked.errors.length)
      .length;
  }

  order(): NewBatch {
    const { type } = this.#record;
    const kind = certificateKindOf(this.#record);
    const certificates = this.good.map(({ checked }) => checked.certificate as NewCertificate);
    return { kind, type, basis: this.#store.basisOf(this.#record), certificates };
  }

  /** Keeps what became of the rows, and drops what they said: it stands in documents or a task now. */
  async settle(answer: IssueAnswer | TaskAnswer): Promise<JobBatch> {
    const good = new Map(this.good.map((placed, index) => [placed.row, index]));
    await this.#rewrite(({ row }) => {
      const index = good.get(row);
      if (index === undefined) return row;
      if ('preparer' in answer) return { ...row, cells: [], done: 'waiting' };
      return { ...row, cells: [], done: 'done', id: answer.certificates[index]?.id };
    });
    const certificates = good.size;
    if ('preparer' in answer) return { certificates, state: 'waiting', task: answer.id };
    const { batch, transactionIds } = answer;
    return { certificates, state: 'committed', batch, transactionIds };
  }

  /** Why the batch was refused, with the row if one is to blame. */
  blame(error: HanlianError): RowError {
    const [, index, rest] = /^certificates\[(\d+)\]\.(.*)$/.exec(error.details.field ?? '') ?? [];
    const placed = index === undefined ? undefined : this.good[Number(index)];
    if (placed === undefined) return rowError(error);
    const details = { ...error.details, field: `${ROOT}.${rest}` };
    return rowError(
      new HanlianError(error.code, error.message, details),
      placed.row.line,
      this.#sheet.columns,
    );
  }

  async #rewrite(change: (placed: Placed) => KeptRow): Promise<void> {
    for (const [chunk, placed] of Map.groupBy(this.#rows, (each) => each.chunk)) {
      await this.#store.keepChunk(this.#record, chunk, placed.map(change));
    }
  }
}

/** A batch is carried out once, however often its job is taken up: no caller's own key holds a space. */
export const onceOf = ({ id, next, attempt }: JobRecord): Idempotency => {
  const name = `upload ${id} ${next} ${attempt}`;
  return { key: name, bodyDigest: name, partOf: id };
};
