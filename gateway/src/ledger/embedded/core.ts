import { START, type Block, type Commit, type CommittedTransaction, type Position } from '../port.js';
import type { Candidate } from './candidate.js';
import { blockBytes, findTransaction, type Head } from './chain.js';
import { Collections } from './collections.js';
import { Committer, type CommittedBlock } from './committer.js';
import { Chaincode } from './dispatch.js';
import { readDefinitions, type ChaincodeDefinition } from './definitions.js';
import { Endorsements } from './endorsements.js';
import { Endorser } from './endorser.js';
import { failure } from '../common/failure.js';
import { Height } from '../common/height.js';
import { Intake } from './intake.js';
import { Membership } from '../common/membership.js';
import { NodeIdentity } from './node.js';
import { DEFAULT_LIMITS, type EmbeddedLedgerOptions } from './options.js';
import { Outcomes } from '../common/outcomes.js';
import { Snapshots } from './snapshots.js';
import { PRIVATE_SPACES } from './keys.js';
import { Repeater, setupOf } from './determinism.js';
import { fsck, type FsckReport } from './fsck.js';
import type { ReplayParts } from './replay.js';
import type { Reader, Store } from './store.js';
import { BlockReader, streamAfter } from './stream.js';
import { TransientStore } from './transient.js';
import { Writer } from './writer.js';

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
  readonly #store: Store;
  readonly #intake: Intake;
  readonly #writer: Writer;
  readonly #snapshots: Snapshots;
  readonly #transient: TransientStore;
  readonly #replayParts: ReplayParts;
  readonly #endorsements = new Endorsements();
  readonly #outcomes = new Outcomes();
  readonly #blocks: BlockReader;
  readonly #height: Height;
  #compaction = Promise.resolve();
  readonly #repeater: Repeater | undefined;
  #closed = false;

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
      node,
      durable: false,
    };
    this.#store = store;
    this.#snapshots = new Snapshots(store);
    this.#writer = new Writer({
      store,
      committer: new Committer(store, node, collections, head),
      limits,
      committed: (block, candidates) => this.#committed(block, candidates),
      failed: (ids, error) => this.#outcomes.fail(error, ids),
      reopening: () => this.#snapshots.advance(),
      reopened: ({ height }) => this.#height.grow(height),
    });
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
    await this.#writer.ready();
    const candidate = await this.#intake.accept(payload, signature);
    await this.#writer.ready();
    this.#writer.order(candidate);
  }

  async status(transactionId: string, signal?: AbortSignal): Promise<Commit> {
    if (this.#closed) throw closed(transactionId);
    return findTransaction(this.#store, transactionId) ?? this.#outcomes.wait(transactionId, signal);
  }

  transaction(transactionId: string): CommittedTransaction | undefined {
    const found = findTransaction(this.#store, transactionId);
    return found && this.#blocks.block(found.block)?.transactions[found.index];
  }

  block(number: number): Block | undefined {
    return this.#blocks.block(number);
  }

  blockBytes(number: number): Uint8Array | undefined {
    return blockBytes(this.#store, number);
  }

  get height(): number {
    return this.#height.value;
  }

  /** No block is empty, so the newest transaction is the newest block's last. */
  get latest(): Position {
    const last = this.#blocks.block(this.height - 1)?.transactions.at(-1);
    return last ? { block: last.block, index: last.index } : START;
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

  definitions(): readonly ChaincodeDefinition[] {
    return readDefinitions(this.#store);
  }

  /** Re-validates the whole store as it is now; the ledger goes on meanwhile. */
  fsck(): Promise<FsckReport> {
    return this.snapshot((reader) => fsck(reader, this.#replayParts, this.#path));
  }

  /** A consistent view of the whole store as it is now, until it is released. */
  freeze(): ReturnType<Store['snapshot']> {
    return this.#store.snapshot();
  }

  /** Runs work over a consistent view of the whole store. */
  async snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const { reader, release } = this.freeze();
    try {
      return await work(reader);
    } finally {
      await release();
    }
  }

  /** Writes what was accepted, ends the streams and lets go of the store. */
  async close(): Promise<void> {
    await this.#writer.close();
    this.#closed = true;
    this.#height.close();
    this.#outcomes.fail(closed);
    await this.#snapshots.advance();
    await this.#compaction;
    await this.#repeater?.close();
    await this.#transient.close();
    await this.#store.close();
  }

  async #committed(
    { head, commits, removedPrivately }: CommittedBlock,
    candidates: readonly Candidate[],
  ): Promise<void> {
    await this.#snapshots.advance();
    this.#height.grow(head.height);
    for (const commit of commits) this.#settle(commit);
    for (const { digest } of candidates) this.#endorsements.forget(digest);
    const kept = candidates.filter(({ privateWrites }) => privateWrites.length > 0);
    await this.#transient.forget(kept.map(({ transaction }) => transaction.transactionId));
    if (removedPrivately) this.#compaction = this.#compaction.then(() => this.#compactPrivate());
  }

  async #compactPrivate(): Promise<void> {
    try {
      for (const space of PRIVATE_SPACES) await this.#store.compact(space);
      await this.#transient.compact();
    } catch (error) {
      this.#writer.fail(error);
    }
  }

  #settle(commit: Commit): void {
    const first =
      commit.code === 'DUPLICATE_TXID' ? findTransaction(this.#store, commit.transactionId) : commit;
    this.#outcomes.settle(first ?? commit);
  }
}

function closed(transactionId: string): Error {
  return failure(
    'commit',
    'LEDGER_CLOSED',
    'The ledger is closed; the transaction’s outcome is not known yet.',
    {
      transactionId,
    },
  );
}
