import {
  keyPrefixes,
  keys,
  receiptDigest,
  receiptsRoot,
  type AnchoredHead,
  type AnchoredStretch,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ReadModel } from '../readmodel/read-model.js';
import { recordAt } from '../services/records.js';
import { parseRow } from '../services/registry-view.js';
import { random16, type Random } from '../storage/random.js';
import type { Pair } from './names.js';
import type { Receipts } from './receipts.js';

/** Pairs in one anchor, and records. */
const MOST_PAIRS = 200;
const MOST_RECORDS = 100_000;

interface AnchoringParts {
  readonly receipts: Pick<Receipts, 'chain' | 'chainsOf'>;
  readonly model: ReadModel;
  readonly random: Random;
  readonly caughtUp: () => Promise<void>;
  /** The departments this hub stands for. */
  readonly providers: () => readonly string[];
  /** Takes an anchor to the ledger, in the provider's name. */
  readonly anchor: (provider: string, request: JsonObject) => Promise<unknown>;
}

interface Gathered {
  readonly stretches: readonly AnchoredStretch[];
  readonly digests: readonly string[];
}

/** What a chain has grown by since it was anchored last. */
interface Grown {
  readonly digests: readonly string[];
  readonly counts: Pick<AnchoredStretch, 'calls' | 'refusals' | 'onward'>;
}

/** Fixes what the chains have grown by on the ledger, a root for many records, behind all releases. */
export class Anchoring {
  readonly #parts: AnchoringParts;

  constructor(parts: AnchoringParts) {
    this.#parts = parts;
  }

  /** Anchors all there is by now; a provider whose anchor fails keeps no other from it. What is left is for the next look. */
  async turn(signal?: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    for (const provider of this.#parts.providers()) {
      try {
        while (signal?.aborted !== true && (await this.#anchor(provider)));
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Receipts could not be anchored');
  }

  /** One anchor; whether there may be more to do. */
  async #anchor(provider: string): Promise<boolean> {
    const { model, random, anchor, caughtUp } = this.#parts;
    await caughtUp();
    const { stretches, digests } = await this.#gather(provider);
    if (digests.length === 0) return false;
    const prefix = `${keyPrefixes.anchor}~${provider}~`;
    const [last] = await takeOne(model.rows(prefix, `${prefix}\u007f`, true));
    const n = last === undefined ? 1 : (parseRow(last.row) as { readonly n: number }).n + 1;
    const root = receiptsRoot(nodeHashes.sha256, digests);
    await anchor(provider, {
      intent: random16(random),
      provider,
      n,
      stretches: stretches.map((stretch) => ({ ...stretch })),
      root,
    });
    return stretches.length >= MOST_PAIRS || digests.length >= MOST_RECORDS;
  }

  async #gather(provider: string): Promise<Gathered> {
    const stretches: AnchoredStretch[] = [];
    const digests: string[] = [];
    for (const [requester, end] of await this.#parts.receipts.chainsOf(provider)) {
      if (stretches.length >= MOST_PAIRS || digests.length >= MOST_RECORDS) break;
      const after = this.#anchoredTo(provider, requester);
      if (end <= after) continue;
      const pair = { provider, requester };
      const grown = await this.#grown(pair, after, MOST_RECORDS - digests.length);
      const last = after + grown.digests.length;
      const head = grown.digests.at(-1) as string;
      stretches.push({ requester, first: after + 1, last, head, ...grown.counts });
      digests.push(...grown.digests);
    }
    return { stretches, digests };
  }

  /** The number of a chain's last record that is anchored. */
  #anchoredTo(provider: string, requester: string): number {
    const head = recordAt(this.#parts.model, keys.anchoredHead(provider, requester));
    return (head as AnchoredHead | undefined)?.last ?? 0;
  }

  async #grown(pair: Pair, after: number, most: number): Promise<Grown> {
    const digests: string[] = [];
    const found = { request: 0, release: 0, refusal: 0, onward: 0 };
    for await (const { receipt } of this.#parts.receipts.chain(pair, after)) {
      found[receipt.record.kind] += 1;
      digests.push(receiptDigest(nodeHashes.sha256, receipt));
      if (digests.length === most) break;
    }
    const { request: calls, refusal: refusals, onward } = found;
    return { digests, counts: { calls, refusals, ...(onward > 0 && { onward }) } };
  }
}

async function takeOne<T>(items: AsyncIterable<T>): Promise<T[]> {
  for await (const item of items) return [item];
  return [];
}
