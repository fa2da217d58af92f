import { hash } from 'node:crypto';
import { issueStatusList, PURPOSES, type Purpose } from '@hanlian/certificates';
import { keys, type Instant, type JsonObject } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { parseRow, type RegistryView } from '../services/registry-view.js';
import type { Seals } from '../services/seals.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { Entries, ListEntries } from './entries.js';
import { listKey, WAITING } from './places.js';
import type { PublishedLists, Snapshot } from './published.js';

/** Seconds. A list is good for a day, and made anew after half of one. */
const GOOD_FOR = 24 * 60 * 60;
const RENEWED_AFTER = GOOD_FOR / 2;
/** Seconds between two snapshots of a list, and for which a copy of one may be kept without asking again. */
export const ASK_AGAIN = 20;

export interface PublisherParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly model: ReadModel;
  readonly registry: Pick<RegistryView, 'inChargeOf'>;
  readonly seals: Pick<Seals, 'liveAt'>;
  readonly entries: ListEntries;
  readonly published: PublishedLists;
  readonly publicUrl: string | undefined;
  /** Seconds since 1970. */
  readonly now: () => Instant;
  readonly caughtUp: () => Promise<void>;
  /** Puts the digests of a snapshot on the ledger, and so into the log. */
  readonly log: (facts: JsonObject) => Promise<unknown>;
}

/** Publishes the lists of which something is new. What is served stands in the log before. */
export class Publisher {
  readonly #parts: PublisherParts;
  readonly #failing = new Set<string>();

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** How many lists could not be published when that was last tried. */
  get failing(): number {
    return this.#failing.size;
  }

  /** One look; a list that cannot be published keeps no other from it. */
  async turn(signal?: AbortSignal): Promise<void> {
    const { caughtUp, entries, now } = this.#parts;
    await caughtUp();
    await entries.follow();
    const failures: unknown[] = [];
    for (const { department, list } of await this.#dueAt(now())) {
      if (signal?.aborted) return;
      const name = listKey(department, list);
      try {
        await this.#publish(department, list);
        this.#failing.delete(name);
      } catch (failure) {
        this.#failing.add(name);
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Status lists could not be published');
  }

  async #dueAt(now: Instant): Promise<readonly Pick<Snapshot, 'department' | 'list'>[]> {
    const { store, published } = this.#parts;
    const waiting = await store.keys({ gt: WAITING, lt: `${WAITING}\uffff` }).all();
    const names = new Set(waiting.map((key) => key.slice(WAITING.length)));
    const known = await published.all();
    const due = known.filter((snapshot) => {
      if (now < snapshot.from + ASK_AGAIN) return false;
      const isOld = now >= snapshot.from + RENEWED_AFTER || now >= (snapshot.due ?? Infinity);
      return isOld || names.has(listKey(snapshot.department, snapshot.list));
    });
    for (const { department, list } of known) names.delete(listKey(department, list));
    return [...due, ...[...names].map(nameIn)];
  }

  async #publish(department: string, list: number): Promise<void> {
    const { writer, entries, published, now, log } = this.#parts;
    const from = now();
    const until = from + GOOD_FOR;
    const held = await entries.at(department, list, from);
    const credentials = await this.#seal({ department, list, from, until }, held);
    const digests = forEach((purpose) => hash('sha256', credentials[purpose], 'base64url'));
    await log({ department, list, from, digests: { ...digests }, ...this.#expected(department, list) });
    const snapshot: Snapshot = { department, list, from, until, due: held.due, digests };
    const kept = await published.changes(snapshot, credentials);
    await writer.write([...kept, { type: 'del', key: WAITING + listKey(department, list) }]);
  }

  async #seal(
    named: Pick<Snapshot, 'department' | 'list' | 'from' | 'until'>,
    { bits }: Entries,
  ): Promise<Record<Purpose, string>> {
    const { publicUrl, registry, seals } = this.#parts;
    const sealer = await seals.liveAt(registry.inChargeOf(named.department, named.from), named.from);
    const sealed = await Promise.all(
      PURPOSES.map((purpose) =>
        issueStatusList(sealer, { ...named, purpose, bits: bits[purpose], askAgain: ASK_AGAIN, publicUrl }),
      ),
    );
    return forEach((purpose) => sealed[PURPOSES.indexOf(purpose)] as string);
  }

  /** What the ledger has of the list: another write in between is refused. */
  #expected(department: string, list: number): { expectedRevision?: number } {
    const row = this.#parts.model.get(keys.statusList(department, list));
    return row === undefined ? {} : { expectedRevision: (parseRow(row) as { revision: number }).revision };
  }
}

const nameIn = (name: string): Pick<Snapshot, 'department' | 'list'> => {
  const [department = '', list] = name.split('~');
  return { department, list: Number(list) };
};

const forEach = <T>(make: (purpose: Purpose) => T): Record<Purpose, T> => ({
  revocation: make('revocation'),
  suspension: make('suspension'),
  message: make('message'),
});
