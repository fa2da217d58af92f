import {
  base64urlDecode,
  base64urlEncode,
  CHAIN_START,
  CLOCK_TOLERANCE,
  CompactTree,
  leafHash,
  type AnchorRecord,
  type AnchoredStretch,
  type Receipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Violation } from './violations.js';

/** Of a record what its chain is judged by. */
interface Entry {
  readonly digest: string;
  readonly prev: string;
  readonly at: number;
  readonly kind: Receipt['kind'];
  /** Its signature does not hold: what else is wrong with it follows from that. */
  readonly forged: boolean;
}

/** What is in place of a record that nobody showed as it was signed, if anything. */
interface Spoiled extends Entry {
  readonly seq: number;
}

/** A provider's records for one requester. */
interface Chain {
  readonly provider: string;
  readonly requester: string;
  readonly entries: Map<number, Entry>;
  readonly spoiled: Spoiled[];
  last: number;
  anchored: number;
}

/** How far a chain has come, and how far the ledger fixes it. */
export interface ChainState {
  readonly provider: string;
  readonly requester: string;
  readonly last: number;
  readonly anchored: number;
}

const nameOf = (provider: string, requester: string): string => `${provider}~${requester}`;

/** All chains of the files given, from either side: what the two sides hold must be the same records. */
export class Chains {
  readonly #chains = new Map<string, Chain>();
  readonly #violations: Violation[] = [];

  /** Takes a record that its provider signed; false where its very text was taken before. */
  add({ provider, requester, seq, prev, at, kind }: Receipt, digest: string): boolean {
    const chain = this.#of(provider, requester);
    const known = chain.entries.get(seq);
    if (known?.digest === digest) return false;
    if (known !== undefined) {
      this.#violations.push({ code: 'RECEIPT_FORKED', provider, requester, seq });
      return true;
    }
    chain.entries.set(seq, { digest, prev, at, kind, forged: false });
    chain.last = Math.max(chain.last, seq);
    return true;
  }

  /** Takes a record that its provider did not sign: it stands where nothing better does, and makes no chain longer. */
  addForged({ provider, requester, seq, prev, at, kind }: Receipt, digest: string): void {
    this.#of(provider, requester).spoiled.push({ seq, digest, prev, at, kind, forged: true });
  }

  /** Whether a record that the provider signed has that number. */
  has({ provider, requester, seq }: Receipt): boolean {
    return this.#of(provider, requester).entries.has(seq);
  }

  /** What is wrong with the chains, in themselves and by the anchors on the ledger. */
  judge(anchors: readonly AnchorRecord[]): readonly Violation[] {
    for (const anchor of anchors) this.#extend(anchor);
    for (const chain of this.#chains.values()) fillIn(chain);
    const found = [...this.#violations];
    const broken = new Set(found.map(({ provider = '', requester = '' }) => nameOf(provider, requester)));
    for (const [name, chain] of this.#chains) {
      const own = judgeChain(chain);
      found.push(...own);
      const isWhole = own.every(({ code }) => code === 'RECEIPT_TIME_WRONG') && !hasForged(chain);
      if (!isWhole) broken.add(name);
    }
    for (const anchor of anchors) found.push(...this.#judgeAnchor(anchor, broken));
    return found;
  }

  states(): readonly ChainState[] {
    return [...this.#chains.values()].map(({ provider, requester, last, anchored }) => ({
      provider,
      requester,
      last,
      anchored,
    }));
  }

  #of(provider: string, requester: string): Chain {
    const name = nameOf(provider, requester);
    const known = this.#chains.get(name);
    if (known !== undefined) return known;
    const chain: Chain = { provider, requester, entries: new Map(), spoiled: [], last: 0, anchored: 0 };
    this.#chains.set(name, chain);
    return chain;
  }

  /** A chain is as long as the ledger says, whatever of it was handed over. */
  #extend({ provider, stretches }: AnchorRecord): void {
    for (const { requester, last } of stretches) {
      const chain = this.#of(provider, requester);
      chain.last = Math.max(chain.last, last);
      chain.anchored = Math.max(chain.anchored, last);
    }
  }

  /** Of chains that are whole: their records are the anchored ones, and none is dated after its anchor. */
  #judgeAnchor(
    { provider, stretches, root, n, txTime }: AnchorRecord,
    broken: ReadonlySet<string>,
  ): readonly Violation[] {
    const whole = stretches.filter(({ requester }) => !broken.has(nameOf(provider, requester)));
    const found = whole.flatMap((stretch) => this.#judgeStretch(provider, stretch, { n, txTime }));
    if (found.length > 0 || whole.length < stretches.length) return found;
    const tree = new CompactTree(nodeHashes.sha256);
    for (const { requester, first, last } of stretches) {
      const { entries } = this.#of(provider, requester);
      for (let seq = first; seq <= last; seq++) {
        tree.append(leafHash(nodeHashes.sha256, base64urlDecode((entries.get(seq) as Entry).digest)));
      }
    }
    if (base64urlEncode(tree.root()) === root) return [];
    return [{ code: 'ANCHOR_WRONG', provider, reason: `anchor ${n}` }];
  }

  #judgeStretch(
    provider: string,
    stretch: AnchoredStretch,
    { n, txTime }: Pick<AnchorRecord, 'n' | 'txTime'>,
  ): readonly Violation[] {
    const { requester, first, last, head } = stretch;
    const { entries } = this.#of(provider, requester);
    const newest = entries.get(last) as Entry;
    if (newest.digest !== head) {
      return [{ code: 'RECEIPT_ALTERED', provider, requester, seq: first, to: last, reason: 'anchor' }];
    }
    if (!isCountedRight(entries, stretch)) {
      return [{ code: 'ANCHOR_WRONG', provider, requester, reason: `counts of anchor ${n}` }];
    }
    if (newest.at <= txTime + CLOCK_TOLERANCE) return [];
    return [{ code: 'RECEIPT_TIME_WRONG', provider, requester, seq: last }];
  }
}

/** Whether a stretch has as many of each kind as its anchor says: figures are computed from that. */
function isCountedRight(
  entries: ReadonlyMap<number, Entry>,
  { first, last, calls, refusals, onward = 0 }: AnchoredStretch,
): boolean {
  const found = { request: 0, release: 0, refusal: 0, onward: 0 };
  for (let seq = first; seq <= last; seq++) found[(entries.get(seq) as Entry).kind] += 1;
  return found.request === calls && found.refusal === refusals && found.onward === onward;
}

const hasForged = ({ entries }: Chain): boolean => [...entries.values()].some(({ forged }) => forged);

/** Puts what was spoiled where no record as it was signed was shown. */
function fillIn({ entries, spoiled, last }: Chain): void {
  for (const { seq, ...entry } of spoiled) {
    if (seq <= last && !entries.has(seq)) entries.set(seq, entry);
  }
}

/**
 * Gaps, links that do not hold, times that go back. A record that is forged is named for that alone. Goes from record to
 * record: numbers may be as far apart as a provider likes.
 */
function judgeChain({ provider, requester, entries, last }: Chain): readonly Violation[] {
  const found: Violation[] = [];
  const missing = (seq: number, to: number): void => {
    if (seq <= to) found.push({ code: 'RECEIPT_MISSING', provider, requester, seq, to });
  };
  let before: Linked = { seq: 0, digest: CHAIN_START.digest, at: -Infinity, forged: false };
  for (const [seq, entry] of [...entries].sort(([a], [b]) => a - b)) {
    missing(before.seq + 1, seq - 1);
    if (seq === before.seq + 1 && !entry.forged) {
      found.push(
        ...judgeLink(before, entry).map((code) => ({ code, provider, requester, ...at(code, seq) })),
      );
    }
    before = { seq, ...entry };
  }
  missing(before.seq + 1, last);
  return found;
}

/** Of a record what the next one must follow. */
type Linked = Pick<Entry, 'digest' | 'at' | 'forged'> & { readonly seq: number };

/** A link that does not hold accuses the record before it: that one is not what its successor was made for. */
const at = (code: Violation['code'], seq: number): Pick<Violation, 'seq'> => ({
  seq: code === 'RECEIPT_ALTERED' ? Math.max(1, seq - 1) : seq,
});

function judgeLink(before: Linked, entry: Entry): ('RECEIPT_ALTERED' | 'RECEIPT_TIME_WRONG')[] {
  if (before.forged) return [];
  return [
    ...(entry.prev === before.digest ? [] : (['RECEIPT_ALTERED'] as const)),
    ...(entry.at >= before.at - CLOCK_TOLERANCE ? [] : (['RECEIPT_TIME_WRONG'] as const)),
  ];
}
