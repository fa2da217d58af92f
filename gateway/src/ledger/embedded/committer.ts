import { dataHashOf, encodeBlock, headerHashOf } from '../fabric-messages/index.js';
import type { Commit } from '../port.js';
import type { Candidate } from './candidate.js';
import type { Head } from './chain.js';
import type { Collections } from './collections.js';
import { judge, type Verdict } from './judge.js';
import { blockOperations, expiryOperations, privateOperations, scheduleOperations } from './operations.js';
import type { NodeIdentity } from './node.js';
import { stateHashOf } from './state-hash.js';
import { StoredState } from './state.js';
import type { Operation, Store } from './store.js';

/** A block that is on disk, and what became of each of its transactions. */
export interface CommittedBlock {
  readonly head: Head;
  readonly commits: readonly Commit[];
  /** Whether private values were removed, which only a compaction takes off the disk. */
  readonly removedPrivately: boolean;
}

/** Validates ordered transactions, makes a block of them and writes it in one synced batch. */
export class Committer {
  readonly #store: Store;
  readonly #node: NodeIdentity;
  readonly #collections: Collections;
  #head: Head;

  constructor(store: Store, node: NodeIdentity, collections: Collections, head: Head) {
    this.#store = store;
    this.#node = node;
    this.#collections = collections;
    this.#head = head;
  }

  /** Goes on from the head that a reopened store has. */
  resume(head: Head): void {
    this.#head = head;
  }

  /** One caller at a time. When it throws nothing is acknowledged, and the block may or may not be on disk. */
  async commit(candidates: readonly Candidate[]): Promise<CommittedBlock> {
    const number = this.#head.height;
    const judged = candidates.map(({ transaction, set, refused }) => ({
      transactionId: transaction.transactionId,
      set,
      refused,
    }));
    const verdict = await judge(number, judged, new StoredState(this.#store));
    const { head, bytes } = await this.#makeBlock(candidates, verdict);
    const expired = await expiryOperations(this.#store, number);
    await this.#store.commit([
      ...expired,
      ...blockOperations(this.#store, head, bytes, verdict),
      ...privateValues(candidates, verdict),
      ...scheduleOperations(number, verdict.updates, this.#collections),
    ]);
    this.#head = head;
    const removedPrivately = expired.length > 0 || verdict.updates.hashedWrites().some(({ value }) => !value);
    return { head, commits: verdict.commits, removedPrivately };
  }

  async #makeBlock(
    candidates: readonly Candidate[],
    verdict: Verdict,
  ): Promise<{ head: Head; bytes: Uint8Array }> {
    const envelopes = candidates.map(({ envelope }) => envelope);
    const header = {
      number: this.#head.height,
      previousHash: this.#head.hash,
      dataHash: dataHashOf(envelopes),
    };
    const commitHash = stateHashOf(this.#head.stateHash, verdict.codes, verdict.updates.all());
    const signature = await this.#node.signBlock(header);
    return {
      head: { height: header.number + 1, hash: headerHashOf(header), stateHash: commitHash },
      bytes: encodeBlock({ header, envelopes, signature, codes: verdict.codes, commitHash }),
    };
  }
}

function privateValues(candidates: readonly Candidate[], { commits }: Verdict): Operation[] {
  return commits.flatMap(({ block, index, code }) => {
    const writes = code === 'VALID' ? (candidates[index]?.privateWrites ?? []) : [];
    return writes.flatMap((collection) => privateOperations(collection, { block, transaction: index }));
  });
}
