import type { Violation } from '@hanlian/certificates';
import type { Grant, Receipt, ReceiptLine, SignedReceipt } from '@hanlian/chaincode/domain';
import { AuditCity, Pair, START, type Party } from './audit-city.js';

/** What a seed makes of a query: nothing, or one of the things that an audit must find. */
export const WRONGS = ['hiddenRead', 'alteredReceipt', 'overMask', 'expiredGrant', 'staleLease'] as const;
export type Wrong = (typeof WRONGS)[number];

/** One thing that is wrong, and the numbers of the records it shows in. */
export interface Seeded {
  readonly wrong: Wrong;
  readonly provider: string;
  readonly requester: string;
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32): a run that failed can be run again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Day {
  readonly departments: number;
  readonly queries: number;
  /** How many queries go wrong. */
  readonly wrongs: number;
  readonly seed: number;
}

/** A day of queries between departments, of which some go wrong; who audits it is given its files alone. */
export class SeededDay {
  readonly city = new AuditCity();
  readonly seeded: Seeded[] = [];
  readonly #random: () => number;
  readonly #pairs: { pair: Pair; grant: Grant; expired: Grant }[] = [];
  readonly #hidden = new Map<Pair, Set<number>>();
  readonly #altered = new Map<Pair, Set<number>>();

  constructor({ departments, queries, wrongs, seed }: Day) {
    this.#random = randomOf(seed);
    const parties = Array.from({ length: departments }, (_, i) => this.city.party(i + 1));
    for (const provider of parties.slice(0, Math.ceil(departments / 2))) {
      for (const requester of parties.slice(Math.ceil(departments / 2))) this.#open(provider, requester);
    }
    const wrongAt = this.#draw(queries, wrongs);
    const step = 36_000 / queries;
    for (let i = 0; i < queries; i++) {
      this.city.now = START + Math.floor(i * step);
      this.#ask(wrongAt.get(i));
    }
    const providers = new Map(this.#pairs.map(({ pair }) => [pair.provider.code, pair.provider]));
    for (const provider of providers.values()) {
      const own = this.#pairs.map(({ pair }) => pair).filter((pair) => pair.provider === provider);
      this.city.anchor(
        provider,
        own.filter(({ records }) => records.length > 0),
      );
    }
  }

  /** What the providers hand over: without what they hide, and with what they changed. */
  files(): Record<string, readonly ReceiptLine[]> {
    return Object.fromEntries(
      this.#pairs.map(({ pair }, i) => [`receipts-${i}.jsonl`, this.#linesOf(pair)] as const),
    );
  }

  /** What was found without being seeded, and what was seeded without being found. */
  compare(violations: readonly Violation[]): { unexpected: Violation[]; missed: Seeded[] } {
    const explains = (seeded: Seeded, found: Violation): boolean =>
      found.query === seeded.query ||
      (found.provider === seeded.provider &&
        found.requester === seeded.requester &&
        found.seq !== undefined &&
        found.seq >= seeded.from &&
        found.seq <= seeded.to);
    return {
      unexpected: violations.filter((found) => !this.seeded.some((each) => explains(each, found))),
      missed: this.seeded.filter((each) => !violations.some((found) => explains(each, found))),
    };
  }

  #open(provider: Party, requester: Party): void {
    const grant = this.city.grant(provider, requester);
    const expired = this.city.grant(provider, requester, { until: START - 1 });
    for (const each of [grant, expired]) this.city.lease(each);
    this.city.lease(grant, { window: '2026-09-20' });
    this.#pairs.push({ pair: new Pair(this.city, provider, requester), grant, expired });
  }

  #draw(queries: number, wrongs: number): ReadonlyMap<number, Wrong> {
    const drawn = new Map<number, Wrong>();
    while (drawn.size < wrongs) {
      drawn.set(Math.floor(this.#random() * queries), WRONGS[drawn.size % WRONGS.length]!);
    }
    return drawn;
  }

  #ask(wrong: Wrong | undefined): void {
    const place = this.#pairs[Math.floor(this.#random() * this.#pairs.length)]!;
    const { pair, grant, expired } = place;
    const release = this.#release(pair, grant, expired, wrong);
    if (wrong === undefined) return;
    const { provider, requester, seq } = release.record;
    const { query } = release.record as Receipt & { kind: 'release' };
    this.seeded.push({ wrong, provider, requester, from: seq - 1, to: seq, query });
    if (wrong === 'hiddenRead') noted(this.#hidden, pair, seq - 1, seq);
    if (wrong === 'alteredReceipt') noted(this.#altered, pair, seq);
  }

  #release(pair: Pair, grant: Grant, expired: Grant, wrong: Wrong | undefined): SignedReceipt {
    if (wrong === 'overMask') return pair.release(grant, { query: { fields: ['name', 'salary'] } });
    if (wrong === 'expiredGrant') return pair.release(expired);
    if (wrong !== 'staleLease') return pair.release(grant);
    return pair.release(grant, {
      release: { lease: { window: '2026-09-20', index: 1, use: pair.records.length + 1 } },
    });
  }

  #linesOf(pair: Pair): readonly ReceiptLine[] {
    const [hidden, altered] = [this.#hidden.get(pair), this.#altered.get(pair)];
    const records = pair.records
      .filter(({ record }) => hidden?.has(record.seq) !== true)
      .map((receipt) => (altered?.has(receipt.record.seq) === true ? this.#alter(pair, receipt) : receipt));
    return [...records, ...pair.acknowledgements];
  }

  /** With the provider's own key half of the time, as it alone could. */
  #alter(pair: Pair, { record, signature }: SignedReceipt): SignedReceipt {
    const changed = { ...record, rows: 7 } as Receipt;
    return this.#random() < 0.5 ? pair.resign(changed) : { record: changed, signature };
  }
}

function noted(map: Map<Pair, Set<number>>, pair: Pair, ...seqs: number[]): void {
  const known = map.get(pair) ?? new Set();
  for (const seq of seqs) known.add(seq);
  map.set(pair, known);
}
