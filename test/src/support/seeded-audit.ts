import type { Violation } from '@hanlian/certificates';
import type { Grant, Receipt, ReceiptLine, ReleaseReceipt, SignedReceipt } from '@hanlian/chaincode/domain';
import { AuditCity } from './audit-city.js';
import { Pair, START, type Party } from './audit-pair.js';
import { compare, isOfProducts, WRONGS, type Planted, type ReleaseWrong, type Wrong } from './planted.js';
import { SeededOperator } from './seeded-operator.js';

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
  /** How many queries, or products made of them, go wrong. */
  readonly wrongs: number;
  readonly seed: number;
}

/** A department's chain for one that asks it, and the grants it has: one of today, one that ended before. */
interface Place {
  readonly pair: Pair;
  readonly grant: Grant;
  readonly expired: Grant;
}

/**
 * A day of queries between departments, and of products that one operator hands on to two of its customers, of which some
 * go wrong; who audits it is given its files alone.
 */
export class SeededDay {
  readonly city = new AuditCity();
  readonly #planted: Planted[] = [];
  readonly #random: () => number;
  readonly #places: readonly Place[];
  readonly #operator: SeededOperator;
  readonly #hidden = new Map<Pair, Set<number>>();
  readonly #altered = new Map<Pair, Set<number>>();

  constructor({ departments, queries, wrongs, seed }: Day) {
    this.#random = randomOf(seed);
    const parties = Array.from({ length: departments }, (_, i) => this.city.party(i + 1));
    const providers = parties.slice(0, Math.ceil(departments / 2));
    const requesters = parties.slice(Math.ceil(departments / 2));
    this.#places = providers.flatMap((provider) =>
      requesters.map((requester) => this.#open(provider, requester)),
    );
    this.#operator = new SeededOperator(this.city, providers, departments + 1);
    const wrongAt = this.#draw(queries, wrongs);
    const step = 36_000 / queries;
    for (let i = 0; i < queries; i++) {
      this.city.now = START + Math.floor(i * step);
      this.#ask(wrongAt.get(i));
    }
    this.#anchor();
  }

  /** What providers and operator hand over: without what they hide, and with what they changed. */
  files(): Record<string, readonly ReceiptLine[]> {
    const own = this.#places.map(({ pair }) => this.#linesOf(pair));
    return Object.fromEntries(
      [...own, ...this.#operator.files()].map((lines, i) => [`receipts-${i}.jsonl`, lines] as const),
    );
  }

  /** What was found without being planted, and what was planted without being found. */
  compare(violations: readonly Violation[]): ReturnType<typeof compare> {
    return compare(this.#planted, violations);
  }

  #open(provider: Party, requester: Party): Place {
    const grant = this.city.grant(provider, requester);
    const expired = this.city.grant(provider, requester, { until: START - 1 });
    for (const each of [grant, expired]) this.city.lease(each);
    this.city.lease(grant, { window: '2026-09-20' });
    return { pair: new Pair(this.city, provider, requester), grant, expired };
  }

  #draw(queries: number, wrongs: number): ReadonlyMap<number, Wrong> {
    const drawn = new Map<number, Wrong>();
    while (drawn.size < wrongs) {
      drawn.set(Math.floor(this.#random() * queries), WRONGS[drawn.size % WRONGS.length]!);
    }
    return drawn;
  }

  /** One place more is the operator's. */
  #ask(wrong: Wrong | undefined): void {
    const place = this.#places[Math.floor(this.#random() * (this.#places.length + 1))];
    if (isOfProducts(wrong)) this.#planted.push(this.#operator.misuse(wrong, this.#random));
    else if (place === undefined && wrong === undefined) this.#operator.use(this.#random);
    else this.#answer(place ?? this.#places[0]!, wrong);
  }

  #answer(place: Place, wrong: ReleaseWrong | undefined): void {
    const { pair } = place;
    const release = this.#release(place, wrong);
    if (wrong === undefined) return;
    const { provider, requester, seq, query } = release.record as ReleaseReceipt;
    this.#planted.push({ wrong, provider, requester, query, seqs: [seq - 1, seq] });
    if (wrong === 'hiddenRead') noted(this.#hidden, pair, seq - 1, seq);
    if (wrong === 'alteredReceipt') noted(this.#altered, pair, seq);
  }

  #release({ pair, grant, expired }: Place, wrong: ReleaseWrong | undefined): SignedReceipt {
    if (wrong === 'overMask') return pair.release(grant, { query: { fields: ['name', 'salary'] } });
    if (wrong === 'expiredGrant') return pair.release(expired);
    if (wrong !== 'staleLease') return pair.release(grant);
    return pair.release(grant, {
      release: { lease: { window: '2026-09-20', index: 1, use: pair.records.length + 1 } },
    });
  }

  #anchor(): void {
    const pairs = [...this.#places.map(({ pair }) => pair), ...this.#operator.pairs];
    const used = pairs.filter(({ records }) => records.length > 0);
    for (const [provider, own] of Map.groupBy(used, (pair) => pair.provider)) this.city.anchor(provider, own);
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
