import { HanlianError, keyPrefixes, type AuditEntry } from '@hanlian/chaincode/domain';
import { takingTurns } from '../in-turns.js';
import { START, type CommittedTransaction, type Position, type Write } from '../ledger/port.js';
import { isBefore } from '../ledger/position.js';
import { openDisposable, Writes, type Change, type Store } from '../storage/store.js';
import { actChanges, ACTS, actsRange, placeIn, placeOf, type ActsQuery } from './act-rows.js';
import { actOf } from './acts.js';
import { entryChanges, entryKeyIn, listRange, type EntryList } from './entry-lists.js';
import { decodeRow, encodeRow, type Row } from './row.js';

const CHECKPOINT = 'checkpoint';
/** Which rows an index holds: one of another form is built anew. */
const FORMAT = 'format';
const CURRENT_FORMAT = '4';
const CURRENT = 's~';
const PAST = 'p~';
const QUARANTINE = 'q~';
/** Licenses to which something has happened, by the place of each transaction that wrote one. */
const CHANGED = 'c~';
/** How a license's record that has transitions tells them. */
const TRANSITIONS = '"h":[';

const LICENSE = `${keyPrefixes.license}~`;
const NOTHING = Buffer.alloc(0);
/** Every request asks for the same few departments, types and seal keys. */
const MOST_REMEMBERED = 4096;

/** A transaction whose writes could not be understood, for the operator. */
export interface Quarantined extends Position {
  readonly transactionId: string;
  readonly reason: string;
}

/**
 * The public world state as the ledger's stream tells it, with every earlier value and where each was written, and the
 * acts that wrote it. Disposable: the same blocks give the same bytes. Rows and checkpoint are written in one batch.
 */
export class ReadModel {
  readonly #store: Store;
  readonly #writes: Writes;
  readonly #namespace: string;
  /** Rows read lately, as they stand. */
  readonly #recent = new Map<string, Row>();
  #position: Position;

  private constructor(store: Store, namespace: string, position: Position) {
    this.#store = store;
    this.#writes = new Writes(store);
    this.#namespace = namespace;
    this.#position = position;
  }

  /** Opens an index; one of another form, or that was not emptied to its end, begins empty. */
  static async open(folder: string, namespace: string): Promise<ReadModel> {
    const store = await openDisposable(folder);
    if (store.getSync(FORMAT)?.toString() !== CURRENT_FORMAT) await store.clear();
    return new ReadModel(store, namespace, positionIn(store));
  }

  /** The last transaction whose writes stand here. */
  get position(): Position {
    return this.#position;
  }

  /** Takes the next transactions of the stream, in its order; what it took before is passed over. */
  async apply(offered: readonly CommittedTransaction[]): Promise<void> {
    if (await this.#writes.mended()) {
      this.#position = positionIn(this.#store);
      this.#recent.clear();
    }
    const transactions = offered.filter((transaction) => isBefore(this.#position, transaction));
    const last = transactions.at(-1);
    if (last === undefined) return;
    const batch = new ProjectionBatch(this.#store, this.#namespace);
    const turn = takingTurns();
    for (const transaction of transactions) {
      await turn();
      batch.add(transaction);
    }
    const { block, index } = last;
    const checkpoint: Change = { type: 'put', key: CHECKPOINT, value: encodePosition(last) };
    const format: Change = { type: 'put', key: FORMAT, value: Buffer.from(CURRENT_FORMAT) };
    try {
      await this.#writes.batch([...batch.changes(), checkpoint, format], { sync: false });
    } finally {
      // Not before: whoever reads meanwhile may still find the former.
      for (const key of batch.keys()) this.#recent.delete(key);
    }
    this.#position = { block, index };
  }

  /**
   * What a key holds, or held at the end of block `knownAt`; undefined when it did not exist.
   *
   * @throws {HanlianError} INTERNAL when a quarantined transaction wrote it
   */
  async find(key: string, knownAt?: number): Promise<Row | undefined> {
    const current = this.#row(key);
    if (current === undefined) return undefined;
    if (knownAt === undefined || current.block <= knownAt) return present(current);
    for await (const [, bytes] of this.#store.iterator({ ...below(`${PAST}${key}~`), reverse: true })) {
      const row = decodeRow(bytes);
      if (row.block <= knownAt) return present(row);
    }
    return undefined;
  }

  /** Every value a key has held, oldest first. */
  async *history(key: string): AsyncGenerator<Row> {
    for await (const bytes of this.#store.values(below(`${PAST}${key}~`))) {
      const row = present(decodeRow(bytes));
      if (row !== undefined) yield row;
    }
    const current = this.get(key);
    if (current !== undefined) yield current;
  }

  /** What a key holds now. */
  get(key: string): Row | undefined {
    const row = this.#row(key);
    return row && present(row);
  }

  #row(key: string): Row | undefined {
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const bytes = this.#store.getSync(CURRENT + key);
    if (bytes === undefined) return undefined;
    const row = decodeRow(bytes);
    this.#recent.set(key, row);
    if (this.#recent.size > MOST_REMEMBERED) this.#recent.delete(this.#recent.keys().next().value ?? '');
    return row;
  }

  /** The keys from `start` to before `end`, in order, at most `limit`. */
  async range(start: string, end: string, limit: number): Promise<{ key: string; row: Row }[]> {
    const found: { key: string; row: Row }[] = [];
    for await (const entry of this.rows(start, end)) {
      found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  /** The keys from `start` to before `end`, in order or backwards, as they are asked for. */
  async *rows(start: string, end: string, reverse = false): AsyncGenerator<{ key: string; row: Row }> {
    const range = { gte: CURRENT + start, lt: CURRENT + end, reverse };
    for await (const [key, bytes] of this.#store.iterator(range)) {
      const row = present(decodeRow(bytes));
      if (row !== undefined) yield { key: key.slice(CURRENT.length), row };
    }
  }

  /** The credit entries of a list after the one of a place (`subject~id`), in that order, as they are asked for. */
  async *listed(list: EntryList, after?: string): AsyncGenerator<{ key: string; row: Row }> {
    for await (const name of this.#store.keys(listRange(list, after))) {
      const key = entryKeyIn(list, name);
      const row = this.get(key);
      if (row !== undefined) yield { key, row };
    }
  }

  /** The acts of valid transactions after a place, in ledger order, as they are asked for. */
  async *acts(query: ActsQuery = {}): AsyncGenerator<AuditEntry> {
    for await (const key of this.#store.keys(actsRange(query))) {
      const act = this.act(placeIn(key));
      if (act !== undefined) yield act;
    }
  }

  /** The keys of licenses that were written with transitions after a place, in ledger order, as they are asked for. */
  async *changedLicenses(after: Position): AsyncGenerator<Position & { readonly key: string }> {
    const from = after.block < 0 ? CHANGED : `${CHANGED}${placeOf(after)}~\u007f`;
    for await (const name of this.#store.keys({ gt: from, lt: `${CHANGED}\u007f` })) {
      const [, block, index, ...key] = name.split('~');
      yield { block: Number(block), index: Number(index), key: key.join('~') };
    }
  }

  /** The act of the transaction at a place, if a valid one stands there. */
  act(position: Position): AuditEntry | undefined {
    const bytes = this.#store.getSync(ACTS + placeOf(position));
    return bytes && (JSON.parse(bytes.toString()) as AuditEntry);
  }

  /** Transactions that could not be projected, oldest first. */
  async quarantined(): Promise<readonly Quarantined[]> {
    const values = await this.#store.values(below(QUARANTINE)).all();
    return values.map((value) => JSON.parse(value.toString()) as Quarantined);
  }

  /** Every entry in key order, for comparison. */
  entries(): AsyncIterable<[string, Buffer]> {
    return this.#store.iterator();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** The changes of several transactions. A later one sees what an earlier one wrote. */
class ProjectionBatch {
  readonly #store: Store;
  readonly #namespace: string;
  readonly #rows = new Map<string, Buffer>();
  readonly #others: Change[] = [];

  constructor(store: Store, namespace: string) {
    this.#store = store;
    this.#namespace = namespace;
  }

  add(transaction: CommittedTransaction): void {
    if (transaction.code !== 'VALID') return;
    const writes = transaction.writes.filter(({ namespace }) => namespace === this.#namespace);
    const reason = writes.map(fault).find((found) => found !== undefined);
    if (reason !== undefined) this.#quarantine(transaction, reason);
    for (const write of writes) this.#write(transaction, write, reason !== undefined);
    if (writes.length === 0 || reason !== undefined) return;
    this.#others.push(...actChanges(actOf(transaction, writes, (key) => this.#value(key))));
  }

  #value(key: string): unknown {
    const bytes = this.#rows.get(CURRENT + key) ?? this.#store.getSync(CURRENT + key);
    return bytes && JSON.parse(decodeRow(bytes).value.toString());
  }

  /** Those written, each once. */
  keys(): string[] {
    return [...this.#rows.keys()].map((name) => name.slice(CURRENT.length));
  }

  changes(): Change[] {
    const rows = [...this.#rows].map(([key, value]): Change => ({ type: 'put', key, value }));
    return [...rows, ...this.#others];
  }

  #write(transaction: CommittedTransaction, { key, value }: Write, poisoned: boolean): void {
    const { block, index, transactionId } = transaction;
    const name = CURRENT + key;
    const earlier = this.#rows.get(name) ?? this.#store.getSync(name);
    if (earlier !== undefined) {
      this.#others.push({ type: 'put', key: `${PAST}${key}~${placeOf(transaction)}`, value: earlier });
    }
    const kind = poisoned ? 'quarantined' : value === undefined ? 'deleted' : 'value';
    const bytes = Buffer.from(value ?? new Uint8Array());
    this.#rows.set(name, encodeRow({ block, index, transactionId, kind, value: bytes }));
    if (kind === 'value') this.#others.push(...entryChanges(key, bytes));
    if (kind === 'value' && key.startsWith(LICENSE) && bytes.includes(TRANSITIONS)) {
      this.#others.push({ type: 'put', key: `${CHANGED}${placeOf(transaction)}~${key}`, value: NOTHING });
    }
  }

  #quarantine(transaction: CommittedTransaction, reason: string): void {
    const { block, index, transactionId } = transaction;
    const entry: Quarantined = { block, index, transactionId, reason };
    const value = Buffer.from(JSON.stringify(entry));
    this.#others.push({ type: 'put', key: QUARANTINE + placeOf(transaction), value });
  }
}

/** Why a write of the hub's chaincode cannot be understood. Every value it writes is a JSON object. */
function fault({ key, value }: Write): string | undefined {
  if (value === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value).toString());
    return typeof parsed === 'object' && parsed !== null ? undefined : `${key} does not hold a JSON object`;
  } catch {
    return `${key} does not hold JSON`;
  }
}

function present(row: Row): Row | undefined {
  if (row.kind === 'quarantined') {
    throw new HanlianError(
      'INTERNAL',
      `The record was last written by transaction ${row.transactionId}, which is quarantined`,
    );
  }
  return row.kind === 'deleted' ? undefined : row;
}

const below = (prefix: string): { gte: string; lt: string } => ({ gte: prefix, lt: `${prefix}\uffff` });

function positionIn(store: Store): Position {
  const checkpoint = store.getSync(CHECKPOINT);
  return checkpoint === undefined ? START : decodePosition(checkpoint);
}

const encodePosition = ({ block, index }: Position): Buffer => Buffer.from(JSON.stringify({ block, index }));
const decodePosition = (bytes: Buffer): Position => JSON.parse(bytes.toString()) as Position;
