import {
  formatInstant,
  HanlianError,
  type DeployedInterface,
  type InterfaceUse,
  type InterfaceUseQuery,
  type KeptAccess,
} from '@hanlian/chaincode/domain';
import type { Documents } from '../../documents/documents.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../../storage/store.js';
import type { Caller, Page } from '../types.js';

const PREFIX = 'use~';
const DIGITS = 9;
const DAY = 24 * 60 * 60;
const SHANGHAI = 8 * 60 * 60;

/** A call as it is kept; for what the data was needed stands apart, encrypted. */
type Kept = Omit<InterfaceUse, 'useCause'>;

/** What is asked, as far as its record says. */
export interface Question {
  readonly interface: DeployedInterface;
  readonly type?: string;
  readonly certificate?: string;
  readonly useCause: string;
}

/** The day at UTC+8 (20261120). */
export const dayOf = (instant: number): string =>
  new Date(Math.floor((instant + SHANGHAI) / DAY) * DAY * 1000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');

/**
 * The record of every call, and by it the quota: the n-th call of a day is the n-th record, so that the count is exact
 * however many come at once and over restarts. A call is recorded before anything is looked up, and again before its data
 * goes out.
 */
export class Uses {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #documents: Documents;
  readonly #now: () => number;
  /** Calls taken by department and day; the newest day of each department alone. */
  readonly #taken = new Map<string, { readonly day: string; count: Promise<number> | number }>();

  constructor(parts: { store: Store; writer: GroupWriter; documents: Documents; now: () => number }) {
    this.#store = parts.store;
    this.#writer = parts.writer;
    this.#documents = parts.documents;
    this.#now = parts.now;
  }

  /** Takes one of the day's calls; on disk when this returns. @throws {HanlianError} QUOTA_SPENT */
  async take(caller: Caller, { dailyQuota }: KeptAccess, question: Question): Promise<Kept> {
    const at = this.#now();
    const { department } = caller;
    const today = await this.#today(department, at);
    if (today.count >= dailyQuota)
      throw new HanlianError('QUOTA_SPENT', `The quota is ${dailyQuota} calls a day`);
    today.count += 1;
    const { useCause, ...asked } = question;
    const id = `${today.day}~${String(today.count).padStart(DIGITS, '0')}`;
    const use: Kept = {
      id,
      at: formatInstant(at),
      department,
      caller: caller.id,
      ...asked,
      outcome: 'asked',
    };
    const owner = [{ typeCode: '001', code: department }];
    const cause = this.#documents.prepare(causeOf(use), owner, Buffer.from(useCause));
    await cause.durable;
    await this.#writer.write([put(use), cause.put]);
    return use;
  }

  /** Records what became of a call; on disk when this returns. */
  close(use: Kept, outcome: Pick<Kept, 'outcome' | 'code' | 'digest'>): Promise<void> {
    return this.#writer.write([put({ ...use, ...outcome })]);
  }

  /** How many calls a department has taken today. */
  async usedToday(department: string): Promise<number> {
    return (await this.#today(department, this.#now())).count;
  }

  /** The calls of a department, the newest first. */
  async page(department: string, { limit, cursor }: InterfaceUseQuery): Promise<Page<InterfaceUse>> {
    const own = `${PREFIX}${department}~`;
    const range = { gte: own, lt: own + (cursor ?? '\u007f'), reverse: true, limit: limit + 1 };
    const found = await this.#store.values(range).all();
    const items = found.slice(0, limit).map((value) => this.#shown(JSON.parse(value.toString()) as Kept));
    const last = items.at(-1);
    return found.length > limit && last !== undefined ? { items, next: last.id } : { items };
  }

  #shown(use: Kept): InterfaceUse {
    return { ...use, useCause: this.#documents.read(causeOf(use)).toString() };
  }

  async #today(department: string, at: number): Promise<{ readonly day: string; count: number }> {
    const day = dayOf(at);
    let known = this.#taken.get(department);
    if (known?.day !== day) {
      const counted = this.#counted(department, day);
      known = { day, count: counted };
      this.#taken.set(department, known);
      // What could not be counted now is counted anew by the next call.
      counted.catch(() => this.#taken.delete(department));
    }
    // Whoever comes first after the count was read puts it in place; nothing is awaited between reading and taking.
    const count = await known.count;
    if (typeof known.count !== 'number') known.count = count;
    return known as { readonly day: string; count: number };
  }

  async #counted(department: string, day: string): Promise<number> {
    const own = `${PREFIX}${department}~${day}~`;
    const [last] = await this.#store.keys({ ...beginningWith(own), reverse: true, limit: 1 }).all();
    return last === undefined ? 0 : Number(last.slice(own.length));
  }
}

const put = (use: Kept): Change => ({
  type: 'put',
  key: `${PREFIX}${use.department}~${use.id}`,
  value: Buffer.from(JSON.stringify(use)),
});

const causeOf = ({ department, id }: Kept): string => `use/${department}/${id}`;
