import { HanlianError } from '@hanlian/chaincode/domain';
import type { Feed } from '../../feed/feed.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../../storage/store.js';
import { noticeOf, type ResealRecord } from './record.js';

const PREFIX = 'reseal~';
const keyOf = (department: string, id: string): string => `${PREFIX}${department}~${id}`;

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly feed: Feed;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A department's reseals; ids begin with the time, so that their order is that in which they were asked for. */
export class ResealStore {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A reseal as it stands now, and what its department is told of it. */
  put(record: ResealRecord): readonly Change[] {
    const { feed, now } = this.#parts;
    const value = Buffer.from(JSON.stringify(record));
    const put: Change = { type: 'put', key: keyOf(record.department, record.id), value };
    const notice = noticeOf(record, now());
    return notice === undefined ? [put] : [put, feed.announce(notice)];
  }

  async write(record: ResealRecord): Promise<void> {
    await this.#parts.writer.write([...this.put(record)]);
    this.tell();
  }

  /** What was announced stands on disk: were it not taken now, the next start would take it. */
  tell(): void {
    void this.#parts.feed.take().catch(() => undefined);
  }

  /** Another department's is not there. @throws {HanlianError} NOT_FOUND */
  get(department: string, id: string): ResealRecord {
    const value = this.#parts.store.getSync(keyOf(department, id));
    if (value === undefined) throw new HanlianError('NOT_FOUND', 'The department has no such job');
    return decode(value);
  }

  /** A department's from the newest on, or those asked for before another. */
  async *newest(department: string, before?: string): AsyncGenerator<ResealRecord> {
    const range = { gte: keyOf(department, ''), lt: keyOf(department, before ?? '\u007f'), reverse: true };
    for await (const value of this.#parts.store.values(range)) yield decode(value);
  }

  async *all(): AsyncGenerator<ResealRecord> {
    const range = beginningWith(PREFIX);
    for await (const value of this.#parts.store.values(range)) yield decode(value);
  }

  async remove({ department, id }: ResealRecord): Promise<void> {
    await this.#parts.writer.write([{ type: 'del', key: keyOf(department, id) }]);
  }
}

const decode = (value: Buffer): ResealRecord => JSON.parse(value.toString()) as ResealRecord;
