import {
  HanlianError,
  keys,
  leaseSize,
  leasesIn,
  windowOf,
  type Grant,
  type GrantQuota,
  type Lease,
  type LeaseUse,
} from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';
import type { ReadModel } from '../readmodel/read-model.js';
import { recordAt } from '../services/records.js';
import { random16, type Random } from '../storage/random.js';
import type { Put, Store } from '../storage/store.js';
import { names } from './names.js';

/** Seconds: a use is taken, released and on disk in far less. */
const SETTLED = 3600;

/** One lease, as it is used up. */
interface Slot {
  readonly index: number;
  readonly size: number;
  /** The highest use given out. */
  used: number;
  /** Uses that were given back, for whoever comes next. */
  readonly free: number[];
}

/** What a grant's day or month has of leases here. */
interface Window {
  readonly quota: GrantQuota;
  readonly name: string;
  readonly slots: Slot[];
  /** When a use of it was asked for last. */
  askedAt: number;
}

interface LeasesParts {
  readonly model: ReadModel;
  readonly store: Store;
  readonly random: Random;
  readonly caughtUp: () => Promise<void>;
  /** Whether a department is one of this hub's. */
  readonly isOurs: (department: string) => boolean;
  /** Takes a lease on the ledger, in the provider's name. */
  readonly take: (provider: string, request: LeaseRequest) => Promise<unknown>;
}

export interface LeaseRequest {
  readonly intent: string;
  readonly grant: string;
  readonly index: number;
}

/** A use of a lease, taken in advance. */
export interface TakenUse {
  readonly use: LeaseUse;
  /**
   * A release counts against the quota of the day it is dated: while its source was asked, the use's own may have ended.
   *
   * @throws {HanlianError} GRANT_QUOTA_EXHAUSTED
   */
  readonly requireAt: (at: number) => void;
  /** What is written with the release, so that no restart uses it again. */
  readonly spent: () => Put;
  /** Nothing was released under it. */
  readonly giveBack: () => void;
}

/** The parts of quotas this hub has taken on the ledger, and how far it has used them: without asking the ledger each time. */
export class Leases {
  readonly #parts: LeasesParts;
  readonly #windows = new Map<string, Window>();
  readonly #taking = new Map<string, Promise<void>>();
  #prunedAt = 0;

  constructor(parts: LeasesParts) {
    this.#parts = parts;
  }

  /**
   * The next use of a grant's quota; when what was leased is used up, a further lease is taken first.
   *
   * @throws {HanlianError} GRANT_QUOTA_EXHAUSTED; {LedgerError}
   */
  async use(grant: Grant, at: number): Promise<TakenUse> {
    const window = windowOf(grant.quota, at);
    this.#prune(at);
    const slots = this.#slotsOf(grant, window, at);
    for (;;) {
      const slot = slots.find(({ used, size, free }) => used < size || free.length > 0);
      if (slot !== undefined) return this.#useOf(grant, window, slot);
      await this.#more(grant, window, slots);
    }
  }

  #useOf({ id, quota }: Grant, window: string, slot: Slot): TakenUse {
    const use = slot.free.pop() ?? ++slot.used;
    const { index } = slot;
    return {
      use: { window, index, use },
      requireAt: (at) => {
        if (windowOf(quota, at) === window) return;
        throw new HanlianError('GRANT_QUOTA_EXHAUSTED', `What was left of ${window} is over`);
      },
      spent: () => ({
        type: 'put',
        key: names.lease(id, window, index),
        value: Buffer.from(String(slot.used)),
      }),
      giveBack: () => void slot.free.push(use),
    };
  }

  /** What this hub leased before, as far as it may still be used. */
  #slotsOf(grant: Grant, window: string, at: number): Slot[] {
    const place = `${grant.id}~${window}`;
    const known = this.#windows.get(place);
    if (known !== undefined) {
      known.askedAt = at;
      return known.slots;
    }
    const slots: Slot[] = [];
    for (let index = 1; index <= leasesIn(grant.quota); index++) {
      const slot = this.#slot(grant, window, index);
      if (slot === undefined) break;
      slots.push(slot);
    }
    this.#windows.set(place, { quota: grant.quota, name: window, slots, askedAt: at });
    return slots;
  }

  /** Lets go, once an hour, of the windows that are over, but for those of which a use may still be on its way. */
  #prune(at: number): void {
    if (at < this.#prunedAt + SETTLED) return;
    this.#prunedAt = at;
    for (const [place, { quota, name, askedAt }] of this.#windows) {
      if (askedAt + SETTLED <= at && windowOf(quota, at) !== name) this.#windows.delete(place);
    }
  }

  /** Whoever finds the leases used up meanwhile waits for the same one. */
  async #more(grant: Grant, window: string, slots: Slot[]): Promise<void> {
    const place = `${grant.id}~${window}`;
    const taking =
      this.#taking.get(place) ?? this.#take(grant, window, slots).finally(() => this.#taking.delete(place));
    this.#taking.set(place, taking);
    await taking;
  }

  async #take(grant: Grant, window: string, slots: Slot[]): Promise<void> {
    const { random, take, caughtUp } = this.#parts;
    const index = (slots.at(-1)?.index ?? 0) + 1;
    leaseSize(grant.quota, index);
    try {
      await take(grant.provider, { intent: random16(random), grant: grant.id, index });
    } catch (error) {
      // By an attempt of this hub's own whose end it did not hear of.
      if (!(error instanceof LedgerError) || error.code !== 'GRANT_LEASE_TAKEN') throw error;
    }
    await caughtUp();
    const slot = this.#slot(grant, window, index);
    if (slot === undefined) {
      // Between this hub's clock and the ledger's lies midnight.
      throw new HanlianError('GRANT_QUOTA_EXHAUSTED', `Lease ${index} of ${window} was not taken`);
    }
    slots.push(slot);
  }

  /** A lease as it stands, by ledger and disk. */
  #slot({ id }: Grant, window: string, index: number): Slot | undefined {
    const lease = recordAt(this.#parts.model, keys.lease(id, window, index)) as Lease | undefined;
    if (lease === undefined) return undefined;
    const { size, by } = lease;
    // What was the hub's of a department whose place has been taken was used there, as far as anybody here knows.
    if (!this.#parts.isOurs(by)) return { index, size, used: size, free: [] };
    const used = this.#parts.store.getSync(names.lease(id, window, index));
    return { index, size, used: Number(used?.toString() ?? '0'), free: [] };
  }
}
