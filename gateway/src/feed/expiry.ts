import { formatInstant, keyPrefixes, rangeOf, splitKey } from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { isOurOwn } from './concerned.js';
import type { Feed } from './feed.js';
import type { Expiring, Notice } from './notice.js';

const DAY = 24 * 60 * 60;
/** So many days before a key ends its department is told. */
const WARNED_BEFORE = [30, 7, 1] as const;
const CHECKED_EVERY_MS = 6 * 60 * 60 * 1000;

/** The keys of one kind that have an end. */
export type ExpiringKeys = () => AsyncIterable<Expiring> | Iterable<Expiring>;

/** Tells departments in time that a key is about to end: each key once at each number of days. */
export class Expiry {
  readonly #feed: Feed;
  readonly #writer: GroupWriter;
  readonly #sources: readonly ExpiringKeys[];
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #checking: Promise<void>;

  constructor(feed: Feed, writer: GroupWriter, sources: readonly ExpiringKeys[], now: () => number) {
    this.#feed = feed;
    this.#writer = writer;
    this.#sources = sources;
    this.#now = now;
    this.#checking = this.check().catch(() => undefined);
    this.#timer = setInterval(() => {
      // What cannot be written now is found again at the next check.
      this.#checking = this.check().catch(() => undefined);
    }, CHECKED_EVERY_MS).unref();
  }

  /** Looks through all keys once; what is due stands in the feed when this returns. */
  async check(): Promise<void> {
    const now = this.#now();
    const notices: Notice[] = [];
    for (const source of this.#sources) {
      for await (const key of source()) notices.push(...warningOf(key, now));
    }
    if (notices.length > 0) await this.#writer.write(notices.map((notice) => this.#feed.announce(notice)));
    await this.#feed.take();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checking;
  }
}

function warningOf({ kind, name, department, caller, until }: Expiring, now: number): Notice[] {
  const days = WARNED_BEFORE.findLast((each) => until - now <= each * DAY);
  if (days === undefined || until <= now) return [];
  const notice: Notice = {
    id: `key:${kind}:${name}:${until}:${days}`,
    type: 'key.expiring',
    department,
    ...(caller !== undefined && { caller }),
    at: formatInstant(now),
    data: { kind, name, until: formatInstant(until), days },
  };
  return [notice];
}

const PREFIXES = { sealKey: keyPrefixes.sealKey, officerKey: keyPrefixes.officerKey } as const;

/** The seal keys and officers' keys of this organisation's departments, as the registry has them. */
export const registeredKeys = (
  parts: Pick<LicenseParts, 'model' | 'registry' | 'ledger' | 'caughtUp'>,
): ExpiringKeys =>
  async function* () {
    const { model, caughtUp } = parts;
    const isOurs = isOurOwn(parts);
    await caughtUp();
    for (const kind of ['sealKey', 'officerKey'] as const) {
      const { start, end } = rangeOf(PREFIXES[kind]);
      for await (const { key, row } of model.rows(start, end)) {
        const [, department = '', name = ''] = splitKey(key);
        const { until } = JSON.parse(row.value.toString()) as { until?: number };
        if (isOurs(department) && until !== undefined) yield { kind, name, department, until };
      }
    }
  };
