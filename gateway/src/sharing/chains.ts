import {
  CHAIN_START,
  headAfter,
  receiptBytes,
  type ChainHead,
  type OnwardReceipt,
  type Receipt,
  type RefusalReceipt,
  type ReleaseReceipt,
  type RequestReceipt,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ExchangeKeys } from '../exchange/keys.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { Groups } from '../storage/groups.js';
import type { Change, Store } from '../storage/store.js';
import type { Boxes } from './boxes.js';
import { names, pairText, type Pair } from './names.js';

type Link = 'v' | 'provider' | 'requester' | 'seq' | 'prev' | 'key' | 'at';

/** What a record says before it has its place in a chain. */
export type Said =
  | Omit<RequestReceipt, Link>
  | Omit<ReleaseReceipt, Link>
  | Omit<RefusalReceipt, Link>
  | Omit<OnwardReceipt, Link>;

/** A record to be made, and what is written with it or not at all, once it is signed. */
export interface Entry extends Pair {
  readonly said: Said;
  readonly beside: (seq: number, receipt: SignedReceipt) => readonly Change[];
}

interface ChainsParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly keys: ExchangeKeys;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * The chains of receipts this hub's departments write as providers. What is asked for while one group is on its way to
 * the disk makes the next; a chain goes on only from what is on disk, so a write that failed leaves no gap.
 */
export class Chains {
  readonly #parts: ChainsParts;
  readonly #heads = new Map<string, ChainHead>();
  readonly #groups = new Groups((entries: readonly Entry[]) => this.#commit(entries));
  #failed = false;

  constructor(parts: ChainsParts) {
    this.#parts = parts;
  }

  /**
   * Puts a record at its chain's end, signed by the provider; on disk when this returns.
   *
   * @throws {HanlianError} as the store does; then nothing of it counts
   */
  append(entry: Entry): Promise<SignedReceipt> {
    return this.#groups.ask(entry);
  }

  /** Writes what was asked for, also meanwhile. */
  close(): Promise<void> {
    return this.#groups.idle();
  }

  async #commit(entries: readonly Entry[]): Promise<readonly SignedReceipt[]> {
    try {
      await this.#mend();
      const made = await this.#make(entries);
      await this.#parts.writer.write(made.changes);
      for (const [pair, head] of made.heads) this.#heads.set(pair, head);
      return made.signed;
    } catch (reason) {
      this.#failed = true;
      throw reason;
    }
  }

  /** After a failed write the store alone knows where its chains end: what was refused may be there after all. */
  async #mend(): Promise<void> {
    if (!this.#failed) return;
    await this.#parts.writer.write([]);
    this.#heads.clear();
    this.#failed = false;
  }

  async #make(
    entries: readonly Entry[],
  ): Promise<{ signed: SignedReceipt[]; heads: Map<string, ChainHead>; changes: Change[] }> {
    const heads = new Map<string, ChainHead>();
    const signed: SignedReceipt[] = [];
    const changes: Change[] = [];
    for (const entry of entries) {
      const pair = pairText(entry);
      const receipt = await this.#sign(entry, heads.get(pair) ?? this.#headOf(entry));
      const { seq } = receipt.record;
      heads.set(pair, headAfter(nodeHashes.sha256, receipt));
      signed.push(receipt);
      changes.push(this.#parts.boxes.put(names.record(entry, seq), receipt), ...entry.beside(seq, receipt));
    }
    for (const [pair, head] of heads) {
      const [provider, requester] = pair.split('~') as [string, string];
      const value = Buffer.from(JSON.stringify(head));
      changes.push({ type: 'put', key: names.head({ provider, requester }), value });
    }
    return { signed, heads, changes };
  }

  async #sign({ provider, requester, said }: Entry, { seq, digest }: ChainHead): Promise<SignedReceipt> {
    const { keys, now } = this.#parts;
    const { id: key } = await keys.of(provider);
    const link = { v: 1, provider, requester, seq: seq + 1, prev: digest, key, at: now() } as const;
    const record: Receipt = { ...link, ...said };
    return { record, signature: await keys.sign(provider, receiptBytes(record)) };
  }

  #headOf(pair: Pair): ChainHead {
    const known = this.#heads.get(pairText(pair));
    if (known !== undefined) return known;
    const kept = this.#parts.store.getSync(names.head(pair));
    return kept === undefined ? CHAIN_START : (JSON.parse(kept.toString()) as ChainHead);
  }
}
