import type { NoteSigner } from '@hanlian/certificates';
import {
  formatCheckpoint,
  formatNote,
  formatNoteKey,
  parseLogEntry,
  type Checkpoint,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';
import type { LogFollower } from './follower.js';
import type { OwnLogKeys } from './log-keys.js';
import type { LogStore } from './log-store.js';
import type { PublishedLog } from './published.js';
import { RegularWork } from '../regular-work.js';

/** What the work on checkpoints stands on. */
interface CheckpointParts {
  readonly ledger: Ledger;
  readonly store: LogStore;
  readonly follower: LogFollower;
  readonly published: PublishedLog;
  /** The log's name; undefined while the ledger has no block. */
  readonly origin: () => Promise<string | undefined>;
  readonly keys: (origin: string) => Promise<OwnLogKeys>;
  /** The state map's root at the end of a block. */
  readonly mapRootAt: (block: number) => Promise<Uint8Array>;
  readonly caughtUp: () => Promise<void>;
  readonly isHalted: () => boolean;
  /** Submits one write of contract `log` in the hub's own name. */
  readonly submit: (operation: string, facts: JsonObject) => Promise<unknown>;
}

/** Someone else was first, or this hub was before it stopped: nothing is left to do. */
const SETTLED: ReadonlySet<unknown> = new Set(['ALREADY_APPLIED', 'CHECKPOINT_GOES_BACK']);

/** The checkpoint of a size, as this hub computes it from its own ledger. */
async function ownCheckpoint(
  { store, mapRootAt }: Pick<CheckpointParts, 'store' | 'mapRootAt'>,
  { origin, size }: Pick<Checkpoint, 'origin' | 'size'>,
): Promise<Checkpoint> {
  const { sha256: root, sm3: sm3Root } = await store.roots(size);
  const { block } = parseLogEntry(await store.entry(size - 1));
  return { origin, size, root, sm3Root, mapRoot: await mapRootAt(block), block };
}

/**
 * The hub's part in the log: the publisher signs what is new, the others compare with their own and cosign. Whoever
 * computes another text says so on the ledger, which halts every hub.
 */
export class CheckpointWork extends RegularWork {
  readonly #parts: CheckpointParts;
  #registered = false;

  /** @param every milliseconds between two looks */
  constructor(parts: CheckpointParts, every: number) {
    super((signal) => this.#turn(signal), every);
    this.#parts = parts;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { ledger, follower, isHalted, keys, caughtUp } = this.#parts;
    const origin = await this.#parts.origin();
    if (origin === undefined || isHalted()) return;
    const own = await keys(origin);
    await this.#register(own);
    await follower.reached(await ledger.latest(), signal);
    await caughtUp();
    if (isHalted() || signal.aborted) return;
    await (own.log === undefined ? this.#cosign(origin, own.witness) : this.#publish(origin, own.log));
  }

  /** The keys stand on the ledger before anything is signed by them. */
  async #register({ log, witness }: OwnLogKeys): Promise<void> {
    if (this.#registered) return;
    const { ledger, published, caughtUp } = this.#parts;
    await caughtUp();
    const facts = {
      ...(log !== undefined && { log: formatNoteKey(log[0].key), sm2: formatNoteKey(log[1].key) }),
      witness: formatNoteKey(witness.key),
    };
    const known = published.keysOf(ledger.mspId);
    const isSame = known?.witness === facts.witness && known.log === facts.log && known.sm2 === facts.sm2;
    if (!isSame) {
      const expected: JsonObject = known === undefined ? {} : { expectedRevision: known.revision };
      await this.#parts.submit('putKeys', { ...facts, ...expected });
    }
    this.#registered = true;
  }

  async #publish(origin: string, signers: readonly NoteSigner[]): Promise<void> {
    const { store, published } = this.#parts;
    const { size } = store;
    if (size <= (published.head()?.size ?? 0)) return;
    await this.#send('publishCheckpoint', { origin, size }, signers);
  }

  async #cosign(origin: string, witness: NoteSigner): Promise<void> {
    const { ledger, store, published } = this.#parts;
    const size = published.head()?.size;
    if (size === undefined || size > store.size || published.isCosigned(size, ledger.mspId)) return;
    await this.#send('cosign', { origin, size }, [witness]);
  }

  async #send(
    operation: string,
    place: Pick<Checkpoint, 'origin' | 'size'>,
    signers: readonly NoteSigner[],
  ): Promise<void> {
    const text = formatCheckpoint(await ownCheckpoint(this.#parts, place));
    const signatures = await Promise.all(signers.map((signer) => signer.sign(text)));
    try {
      await this.#parts.submit(operation, { note: formatNote({ text, signatures }) });
    } catch (error) {
      if (!SETTLED.has((error as { code?: unknown }).code)) throw error;
    }
  }
}
