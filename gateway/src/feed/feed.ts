import { createHash } from 'node:crypto';
import {
  HanlianError,
  type EventPage,
  type EventQuery,
  type FeedEvent,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { createLimit } from '../storage/limit.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import type { Notice } from './notice.js';

const EVENTS = 'feed~';
const ANNOUNCED = 'feedin~';
/** Which of a hub's own notices stand in the feed already, each by a digest of its id. */
const TOLD = 'feedid~';
/** A department's newest position, and the oldest one kept. */
const END = 'feedend~';
const BEGINNING = 'feedbegin~';
const DIGITS = 12;
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;
const LOOKED_THROUGH = 1000;

type Stored = Omit<Notice, 'department'>;

/** Who reads: a caller sees its department's events, but not those that concern another caller alone. */
export interface Reader {
  readonly id: string;
  readonly department: string;
}

const keyOf = (department: string, position: number): string =>
  `${EVENTS}${department}~${String(position).padStart(DIGITS, '0')}`;
const positionIn = (key: string): number => Number(key.slice(-DIGITS));
const nameOf = ({ department, id }: Notice): string =>
  `${department}~${createHash('sha256').update(id).digest('base64url')}`;

/**
 * What each department of this hub is told, in one order and for good: a feed a department reads from any position.
 * Primary data. Positions count from 1 without a gap and mean the same for ever.
 */
export class Feed {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #clock: () => number;
  readonly #oneByOne = createLimit(1);
  #waiting = new Set<() => void>();
  #taking: Promise<void> | undefined;
  /** Something may have been announced since the last look. */
  #again = false;
  #closed = false;

  constructor(store: Store, writer: GroupWriter, clock: () => number) {
    this.#store = store;
    this.#writer = writer;
    this.#clock = clock;
  }

  /**
   * What to write together with the notice's cause: both stand, or neither. Call `take` when they do.
   */
  announce(notice: Notice): Change {
    return { type: 'put', key: ANNOUNCED + nameOf(notice), value: Buffer.from(JSON.stringify(notice)) };
  }

  /** Puts what was announced into the feed. What stands there already, by its id, is not told again. */
  take(): Promise<void> {
    this.#again = true;
    this.#taking ??= this.#takeAll();
    return this.#taking;
  }

  /** Puts notices at the end of their departments' feeds, together with what else is to stand then. */
  append(notices: readonly Notice[], others: readonly Change[] = []): Promise<void> {
    return this.#oneByOne(async () => {
      const ends = new Map<string, number>();
      const changes = notices.map(({ department, ...stored }): Change => {
        const position = (ends.get(department) ?? this.last(department)) + 1;
        ends.set(department, position);
        return { type: 'put', key: keyOf(department, position), value: Buffer.from(JSON.stringify(stored)) };
      });
      const moved = [...ends].map(([department, end]) => number(END + department, end));
      await this.#writer.write([...changes, ...moved, ...others]);
      if (ends.size > 0) this.#wake();
    });
  }

  /** The position of a department's newest event; 0 when there is none. */
  last(department: string): number {
    return this.#number(END + department) ?? 0;
  }

  /**
   * The events after a position that the caller may know of.
   *
   * @throws {HanlianError} EVENTS_FORGOTTEN, EVENT_POSITION_AHEAD
   */
  async read(caller: Reader, { after, limit, wait }: EventQuery): Promise<EventPage> {
    const from = this.requireKept(caller.department, Number(after));
    if (wait > 0 && this.last(caller.department) <= from) {
      await this.arrival(caller.department, from, wait * 1000);
    }
    const items: FeedEvent[] = [];
    let position = from;
    for await (const event of this.events(caller, from)) {
      if (items.length === limit || position - from >= LOOKED_THROUGH) break;
      position = Number(event.position);
      if (event.visible) items.push(event.event);
    }
    return { items, position: String(position) };
  }

  /** A department's events after a position, in order, with whether the caller may know of them. */
  async *events(
    { id, department }: Reader,
    after: number,
  ): AsyncGenerator<{ position: string; visible: boolean; event: FeedEvent }> {
    const range = { gt: keyOf(department, after), lte: keyOf(department, this.last(department)) };
    for await (const [key, value] of this.#store.iterator(range)) {
      const { caller, ...told } = JSON.parse(value.toString()) as Stored;
      const position = String(positionIn(key));
      yield { position, visible: caller === undefined || caller === id, event: { ...told, position } };
    }
  }

  /** Returns once the department has an event after the position, when the time is over, or when the feed closes. */
  async arrival(
    department: string,
    after: number,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const deadline = AbortSignal.timeout(milliseconds);
    const over = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    while (!this.#closed && !over.aborted && this.last(department) <= after) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        over.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Forgets what is out of date. */
  async sweep(): Promise<void> {
    const before = new Date(this.#clock() - KEPT_MS).toISOString();
    const isOld = (value: Buffer): boolean => (JSON.parse(value.toString()) as { at: string }).at < before;
    for (const prefix of [EVENTS, TOLD]) {
      for await (const [key, value] of this.#store.iterator(beginningWith(prefix))) {
        if (this.#closed) return;
        if (isOld(value)) await this.#writer.write(forgetting(key));
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#taking?.catch(() => undefined);
    await this.#oneByOne(() => Promise.resolve());
  }

  async #takeAll(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#take();
      }
    } finally {
      this.#taking = undefined;
    }
  }

  async #take(): Promise<void> {
    for await (const [key, value] of this.#store.iterator(beginningWith(ANNOUNCED))) {
      if (this.#closed) return;
      const notice = JSON.parse(value.toString()) as Notice;
      const told = TOLD + nameOf(notice);
      const done: Change = { type: 'del', key };
      if (this.#store.getSync(told) === undefined) {
        await this.append(
          [notice],
          [done, { type: 'put', key: told, value: Buffer.from(JSON.stringify({ at: notice.at })) }],
        );
      } else await this.#writer.write([done]);
    }
  }

  /**
   * A position after which nothing was forgotten.
   *
   * @throws {HanlianError} EVENTS_FORGOTTEN, EVENT_POSITION_AHEAD
   */
  requireKept(department: string, after: number): number {
    const last = this.last(department);
    if (after > last) {
      throw new HanlianError('EVENT_POSITION_AHEAD', `The feed ends at ${last}`, where(last, after));
    }
    const first = this.#number(BEGINNING + department) ?? 1;
    if (after === 0 || after >= first - 1) return after;
    throw new HanlianError('EVENTS_FORGOTTEN', `The feed begins after ${first - 1}`, where(first - 1, after));
  }

  #number(key: string): number | undefined {
    const value = this.#store.getSync(key);
    return value && Number(value.toString());
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const resolve of waiting) resolve();
  }
}

const number = (key: string, value: number): Change => ({
  type: 'put',
  key,
  value: Buffer.from(String(value)),
});

/** Events of a department go in order, so that the next one is the first kept. */
function forgetting(key: string): Change[] {
  const gone: Change = { type: 'del', key };
  if (!key.startsWith(EVENTS)) return [gone];
  const [, department = ''] = key.split('~');
  return [gone, number(BEGINNING + department, positionIn(key) + 1)];
}

const where = (expected: number, received: number): JsonObject => ({
  field: 'after',
  expected: String(expected),
  received: String(received),
});
