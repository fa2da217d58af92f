import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  HanlianError,
  schemas,
  type BasisInput,
  type EntryBatch,
  type RowError,
} from '@hanlian/chaincode/domain';
import type { Prepared } from '../../../documents/documents.js';
import { asRefusal, isFinal } from '../../../outbox/final.js';
import { omit } from '../../../omit.js';
import { LedgerError } from '../../../ledger/port.js';
import type { LocalPlan, Plan } from '../../../outbox/requests.js';
import type { Caller } from '../../types.js';
import { BATCH_CHUNKS, type JobRecord, type KeptRow } from '../../uploads/record.js';
import { rowError } from '../../uploads/row-errors.js';
import type { UploadStore } from '../../uploads/store.js';
import { planAct } from '../act.js';
import { readRow, type Sheet, type StatedEntry } from '../import/row.js';
import type { CreditParts } from '../parts.js';
import { planPublishing } from '../publish.js';
import type { Recipients } from '../recipients.js';
import { settlingOf, type Settling } from './outcome.js';
import { sheetOf } from './sheet.js';

/** What a batch of rows came to: the job and the rows as they stand then, to be written at once, or what is wrong with it. */
export type CarriedOut =
  | { readonly record: JobRecord; readonly chunks: readonly Prepared[] }
  | { readonly errors: readonly RowError[] };

export interface FileParts {
  readonly parts: CreditParts;
  readonly store: UploadStore;
  readonly recipients: Recipients;
}

type Planning = () => Promise<Plan | LocalPlan>;
type Written = { readonly transactionId?: string };

/** A row at work. */
interface Placed {
  readonly chunk: number;
  row: KeptRow;
  settling?: Settling;
}

/**
 * Brings the ledger to what the next batch of a job's rows says. What stands already is left: taken up again after a stop,
 * nothing happens twice.
 */
export async function carryOutEntries(
  files: FileParts,
  record: JobRecord,
  caller: Caller,
): Promise<CarriedOut> {
  return new EntryBatchAtWork(files, record, caller).all();
}

class EntryBatchAtWork {
  readonly #files: FileParts;
  readonly #record: JobRecord;
  readonly #caller: Caller;
  readonly #sheet: Sheet;
  readonly #basis: BasisInput;
  readonly #rows: Placed[] = [];
  readonly #transactionIds: string[] = [];
  #late = 0;

  constructor(files: FileParts, record: JobRecord, caller: Caller) {
    this.#files = files;
    this.#record = record;
    this.#caller = caller;
    this.#sheet = sheetOf(record, files.store.findingsOf(record).columns ?? []);
    this.#basis = files.store.basisOf(record);
  }

  async all(): Promise<CarriedOut> {
    await this.#load();
    const errors = this.#rows.filter(({ row }) => row.isLate).flatMap(({ row }) => row.errors);
    if (errors.length > 0 && this.#record.rows === 'all') return { errors };
    await this.#publish();
    for (const placed of this.#rows) await this.#act(placed);
    return { record: this.#settled(), chunks: this.#chunks() };
  }

  async #load(): Promise<void> {
    const { store } = this.#files;
    const end = Math.min((this.#record.next + 1) * BATCH_CHUNKS, this.#record.chunks);
    for (let chunk = this.#record.next * BATCH_CHUNKS; chunk < end; chunk++) {
      for (const row of store.rows(this.#record, chunk)) this.#rows.push(this.#placed(chunk, row));
      await nextTurn();
    }
  }

  /** What was right when the file was read may have become wrong since. */
  #placed(chunk: number, row: KeptRow): Placed {
    if (row.errors.length > 0 || row.done !== undefined) return { chunk, row };
    const { entry, errors } = readRow(this.#sheet, row, this.#files.parts.now());
    const placed: Placed = { chunk, row };
    if (entry === undefined) this.#reject(placed, errors);
    else this.#settle(placed, entry);
    return placed;
  }

  #settle(placed: Placed, entry: StatedEntry): void {
    try {
      placed.settling = settlingOf(this.#files.parts, this.#record.department, entry);
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
      this.#reject(placed, [rowError(error, placed.row.line, this.#sheet.columns)]);
    }
  }

  #reject(placed: Placed, errors: readonly RowError[]): void {
    placed.row = { ...placed.row, errors, isLate: true };
    delete placed.settling;
    this.#late += 1;
  }

  async #publish(): Promise<void> {
    let fresh = this.#rows.filter(({ settling }) => settling?.outcome === 'published');
    while (fresh.length > 0) {
      const now = fresh.slice(0, schemas.MOST_PUBLISHED);
      const refused = await this.#publishSome(now);
      fresh = refused === undefined ? fresh.slice(now.length) : fresh.filter((placed) => placed !== refused);
    }
  }

  /** Publishes some in one transaction; where one is to blame for a refusal, it is rejected, and the others are tried again. */
  async #publishSome(placed: readonly Placed[]): Promise<Placed | undefined> {
    const entries = placed.map(({ settling }) => (settling as Settling).input);
    try {
      const { transactionId } = await this.#written('publish', placed, () =>
        planPublishing(this.#files.parts, this.#caller, { entries }),
      );
      if (transactionId !== undefined) this.#transactionIds.push(transactionId);
      return undefined;
    } catch (error) {
      if (!isFinal(error)) throw error;
      const refusal = asRefusal(error);
      const [, index] = /^entries\[(\d+)\]/.exec(refusal.details.field ?? '') ?? [];
      const blamed = index === undefined ? undefined : placed[Number(index)];
      if (blamed === undefined) throw error;
      this.#reject(blamed, [this.#told(refusal, blamed)]);
      return blamed;
    }
  }

  async #act(placed: Placed): Promise<void> {
    const { settling } = placed;
    if (settling === undefined) return;
    const { reference, input, acts } = settling;
    for (const operation of acts) {
      const facts = omit(input, 'subject', 'category', 'document');
      const body = { basis: this.#basis, ...(operation === 'correct' && { facts }) };
      try {
        const { parts, recipients } = this.#files;
        const act = { operation, reference, body };
        const { transactionId } = await this.#written(operation, [placed], () =>
          planAct(parts, recipients, this.#caller, act),
        );
        if (transactionId !== undefined) this.#transactionIds.push(transactionId);
      } catch (error) {
        if (!isFinal(error)) throw error;
        this.#reject(placed, [this.#told(asRefusal(error), placed)]);
        return;
      }
    }
  }

  #told(error: HanlianError, { row }: Placed): RowError {
    const field = (error.details.field ?? '').replace(/^(entries\[\d+\]|facts)\.(facts\.)?/, '');
    const details = { ...error.details, ...(field !== '' && { field }) };
    return rowError(new HanlianError(error.code, error.message, details), row.line, this.#sheet.columns);
  }

  /** By a name that follows from what is written: what waits for its caller's signature is the same after a stop. */
  async #written(operation: string, placed: readonly Placed[], plan: Planning): Promise<Written> {
    const { requests, hashes } = this.#files.parts;
    const { id, attempt, next } = this.#record;
    const lines = hashes.sha256(Buffer.from(placed.map(({ row }) => row.line).join()));
    const key = `entries ${id} ${next} ${attempt} ${operation} ${Buffer.from(lines).toString('base64url')}`;
    const once = { key, bodyDigest: key, partOf: id };
    for (;;) {
      try {
        return (await requests.settled(this.#caller.id, once, plan)) as Written;
      } catch (error) {
        // It was not signed in the ten minutes for which it was proposed, and is proposed anew.
        if (!(error instanceof LedgerError) || error.code !== 'SIGNATURE_AWAITED') throw error;
      }
    }
  }

  #settled(): JobRecord {
    const entries: Record<keyof EntryBatch['entries'], number> = {
      published: 0,
      corrected: 0,
      annulled: 0,
      disputed: 0,
      unchanged: 0,
    };
    const done = this.#rows.filter(({ settling }) => settling !== undefined);
    for (const { settling } of done) entries[(settling as Settling).outcome] += 1;
    const { counts, batches, next } = this.#record;
    const batch: EntryBatch = { entries, state: 'committed', transactionIds: this.#transactionIds };
    return {
      ...this.#record,
      next: next + 1,
      isBegun: false,
      attempt: 0,
      counts: {
        ...counts,
        good: counts.good - this.#late,
        rejected: counts.rejected + this.#late,
        done: counts.done + done.length,
      },
      batches: [...batches, batch],
    };
  }

  /** What became of the rows. What they said is dropped: it stands in the entries now. */
  #chunks(): readonly Prepared[] {
    return [...Map.groupBy(this.#rows, (each) => each.chunk)].map(([chunk, placed]) => {
      const rows = placed.map(({ row, settling }): KeptRow => {
        if (settling === undefined) return row;
        const { subject, entry } = settling.reference;
        return { ...row, cells: [], done: 'done', id: `${subject}/${entry}` };
      });
      return this.#files.store.chunk(this.#record, chunk, rows);
    });
  }
}
