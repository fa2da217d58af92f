import type { Block, Commit, CommittedTransaction, Position } from '../port.js';
import type { Candidate } from './candidate.js';
import { findTransaction, type Head } from './chain.js';
import { Collections } from './collections.js';
import { Committer } from './committer.js';
import { Chaincode } from './dispatch.js';
import { Endorsements } from './endorsements.js';
import { Endorser } from './endorser.js';
import { failure, messageOf } from './errors.js';
import { Intake } from './intake.js';
import { Membership } from './msp.js';
import { NodeIdentity } from './node.js';
import { DEFAULT_LIMITS, type EmbeddedLedgerOptions, type Limits } from './options.js';
import { Orderer } from './orderer.js';
import { Outcomes } from './outcomes.js';
import { Snapshots } from './snapshots.js';
import { PRIVATE_SPACES } from './keys.js';
import { Repeater, setupOf } from './determinism.js';
import { fsck, type FsckReport } from './fsck.js';
import type { ReplayParts } from './replay.js';
import type { Reader, Store } from './store.js';
import { BlockReader, Height, streamAfter } from './stream.js';
import { TransientStore } from './transient.js';

/** A ledger's two LevelDB stores. */
export interface Stores {
  readonly chain: Store;
  readonly transient: Store;
}

/** The parts of one open ledger, which all organisations' views share. */
export class LedgerCore {
  readonly channel: string;
  readonly defaultChaincode: string;
  readonly clock: () => number;
  readonly membership: Membership;
  readonly endorser: Endorser;
  readonly #path: string;
  readonly #limits: Limits;
  readonly #store: Store;
  readonly #intake: Intake;
  readonly #committer: Committer;
  readonly #orderer: Orderer;
  readonly #snapshots: Snapshots;
  readonly #transient: TransientStore;
  readonly #replayParts: ReplayParts;
  readonly #endorsements = new Endorsements();
  readonly #outcomes = new Outcomes();
  readonly #blocks: BlockReader;
  readonly #height: Height;
  #compaction = Promise.resolve();
  readonly #repeater: Repeater | undefined;
  #broken: unknown;

  constructor(
    options: EmbeddedLedgerOptions,
    { chain: store, transient: transientStore }: Stores,
    head: Head,
  ) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const node = new NodeIdentity(options.node);
    const { verifyDeterminism } = options;
    this.#repeater =
      verifyDeterminism &&
      new Repeater(
        setupOf(verifyDeterminism, options.chaincodes, limits.queryResults),
        verifyDeterminism.env ?? {},
      );
    this.#path = options.path;
    this.channel = options.channel;
    this.defaultChaincode = options.chaincodes[0]?.name ?? '';
    this.clock = options.clock ?? Date.now;
    this.membership = new Membership(options.organisations);
    const transient = new TransientStore(transientStore, this.clock);
    const collections = new Collections(options.chaincodes);
    this.#transient = transient;
    this.#replayParts = {
      channel: options.channel,
      membership: this.membership,
      collections,
      node: node.serialized,
    };
    this.#limits = limits;
    this.#store = store;
    this.#snapshots = new Snapshots(store);
    this.#committer = new Committer(store, node, collections, head);
    this.#orderer = new Orderer(limits, (candidates) => this.#commit(candidates));
    this.#blocks = new BlockReader(store);
    this.#height = new Height(head.height);
    const shared = {
      channel: options.channel,
      limits,
      clock: this.clock,
      membership: this.membership,
      node,
      endorsements: this.#endorsements,
      transient,
    };
    this.#intake = new Intake(shared);
    this.endorser = new Endorser({
      ...shared,
      snapshots: this.#snapshots,
      simulator: {
        chaincodes: new Map(
          options.chaincodes.map(({ name, contracts }) => [name, new Chaincode(contracts)]),
        ),
        collections,
        maxResults: limits.queryResults,
        repeater: this.#repeater,
        timeoutMs: limits.simulationMs,
      },
    });
  }

  /** Checks a signed transaction and puts it in order. */
  async submit(payload: Uint8Array, signature: Uint8Array): Promise<void> {
    this.#refuseWhenBroken();
    if (this.#orderer.waiting >= this.#limits.waitingTransactions) {
      throw failure(
        'submit',
        'LEDGER_UNAVAILABLE',
        'Too many transactions wait for a block; try again shortly.',
      );
    }
    const candidate = await this.#intake.accept(payload, signature);
    this.#refuseWhenBroken();
    this.#orderer.order(candidate);
  }

  async status(transactionId: string, signal?: AbortSignal): Promise<Commit> {
    const found = findTransaction(this.#store, transactionId);
    if (found) return found;
    this.#refuseWhenBroken(transactionId);
    return this.#outcomes.wait(transactionId, signal);
  }

  transaction(transactionId: string): CommittedTransaction | undefined {
    const found = findTransaction(this.#store, transactionId);
    return found && this.#blocks.block(found.block)?.transactions[found.index];
  }

  block(number: number): Block | undefined {
    return this.#blocks.block(number);
  }

  get height(): number {
    return this.#height.value;
  }

  stream(after: Position, signal?: AbortSignal): AsyncIterable<CommittedTransaction> {
    if (after.block >= this.#height.value) {
      const details = { after: after.block, height: this.#height.value };
      throw failure(
        'stream',
        'LEDGER_POSITION_AHEAD',
        'The position lies beyond the ledger’s newest block.',
        { details },
      );
    }
    return streamAfter(this.#blocks, this.#height, after, signal);
  }

  /** Re-validates the whole store as it is now; the ledger goes on meanwhile. */
  fsck(): Promise<FsckReport> {
    return this.snapshot((reader) => fsck(reader, this.#replayParts, this.#path));
  }

  /** Runs work over a consistent view of the whole store. */
  async snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const { reader, release } = this.#store.snapshot();
    try {
      return await work(reader);
    } finally {
      await release();
    }
  }

  /** Writes what was accepted, ends the streams and lets go of the store. */
  async close(): Promise<void> {
    this.#broken ??= new Error('the ledger is closed');
    await this.#orderer.idle();
    this.#height.close();
    this.#outcomes.fail((transactionId) => closed(transactionId));
    await this.#snapshots.advance();
    await this.#compaction;
    await this.#repeater?.close();
    await this.#transient.close();
    await this.#store.close();
  }

  async #commit(candidates: readonly Candidate[]): Promise<void> {
    const ids = candidates.map(({ transaction }) => transaction.header.transactionId);
    try {
      const { head, commits, removedPrivately } = await this.#committer.commit(candidates);
      await this.#snapshots.advance();
      this.#height.grow(head.height);
      for (const commit of commits) this.#settle(commit);
      await this.#forgetPrivately(candidates, removedPrivately);
    } catch (cause) {
      // A write that failed may have left half a record in the log: nothing may be written after it until the store
      // has been opened anew, which cuts the half record off.
      this.#broken = cause;
      this.#outcomes.fail((transactionId) => storeFailure('commit', cause, transactionId), ids);
    }
  }

  async #forgetPrivately(candidates: readonly Candidate[], removed: boolean): Promise<void> {
    const kept = candidates.filter(({ privateWrites }) => privateWrites.length > 0);
    await this.#transient.forget(kept.map(({ transaction }) => transaction.header.transactionId));
    if (removed) this.#compaction = this.#compaction.then(() => this.#compactPrivate());
  }

  // A purged value leaves the disk with the next compaction. If one fails, the next one will do.
  async #compactPrivate(): Promise<void> {
    try {
      for (const space of PRIVATE_SPACES) await this.#store.compact(space);
      await this.#transient.compact();
    } catch (error) {
      this.#broken ??= error;
    }
  }

  #settle(commit: Commit): void {
    this.#endorsements.forget(commit.transactionId);
    const first =
      commit.code === 'DUPLICATE_TXID' ? findTransaction(this.#store, commit.transactionId) : commit;
    this.#outcomes.settle(first ?? commit);
  }

  #refuseWhenBroken(transactionId?: string): void {
    if (this.#broken !== undefined) throw storeFailure('submit', this.#broken, transactionId);
  }
}

function closed(transactionId: string): Error {
  return failure('commit', 'LEDGER_CLOSED', 'The ledger was closed before the transaction was in a block.', {
    transactionId,
  });
}

function storeFailure(stage: 'submit' | 'commit', cause: unknown, transactionId?: string): Error {
  const message = messageOf(cause);
  const full = /no space left|disk quota exceeded/i.test(message);
  const code = full ? 'LEDGER_DISK_FULL' : 'LEDGER_UNAVAILABLE';
  return failure(stage, code, `The ledger’s store takes no writes: ${message}.`, {
    cause,
    ...(transactionId && { transactionId }),
  });
}
