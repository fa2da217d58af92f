import {
  dataHashOf,
  decodePrivateWrites,
  encodeBlock,
  headerHashOf,
  type PrivateWrites,
  type Version,
} from '../fabric-messages/index.js';
import type { Commit, ValidationCode } from '../port.js';
import type { Candidate } from './candidate.js';
import { chainRecords, indexRecord, type Head } from './chain.js';
import { packValue, privateHashKey, privatePrefix, statePrefix, transientKey } from './keys.js';
import type { NodeIdentity } from './node.js';
import { StoredState } from './state.js';
import { stateHashOf } from './state-hash.js';
import type { Operation, Store } from './store.js';
import { Updates } from './updates.js';
import { validateReads } from './validate.js';

/** A block that is on disk, and what became of each of its transactions. */
export interface CommittedBlock {
  readonly head: Head;
  readonly commits: readonly Commit[];
}

/** Validates ordered transactions, makes a block of them and writes it in one synced batch. */
export class Committer {
  readonly #store: Store;
  readonly #state: StoredState;
  readonly #node: NodeIdentity;
  #head: Head;

  constructor(store: Store, node: NodeIdentity, head: Head) {
    this.#store = store;
    this.#state = new StoredState(store);
    this.#node = node;
    this.#head = head;
  }

  get head(): Head {
    return this.#head;
  }

  /** One caller at a time. When it throws nothing is acknowledged, and the block may or may not be on disk. */
  async commit(candidates: readonly Candidate[]): Promise<CommittedBlock> {
    const number = this.#head.height;
    const updates = new Updates();
    const codes = await this.#validate(candidates, updates);
    const commits = candidates.map(({ transaction }, index) => ({
      transactionId: transaction.header.transactionId,
      block: number,
      index,
      code: codes[index] ?? 'INVALID_OTHER_REASON',
    }));
    const { head, bytes } = await this.#makeBlock(candidates, codes, updates);
    await this.#store.commit([
      ...chainRecords(head, bytes).map(put),
      ...commits.filter(({ code }) => code !== 'DUPLICATE_TXID').map((commit) => put(indexRecord(commit))),
      ...publicOperations(updates),
      ...candidates.flatMap((candidate, index) =>
        privateOperations(candidate, { block: number, transaction: index }, codes[index] === 'VALID'),
      ),
    ]);
    this.#head = head;
    return { head, commits };
  }

  async #validate(candidates: readonly Candidate[], updates: Updates): Promise<ValidationCode[]> {
    const seen = new Set<string>();
    const codes: ValidationCode[] = [];
    for (const [index, candidate] of candidates.entries()) {
      const { transactionId } = candidate.transaction.header;
      const code = await this.#judge(candidate, seen, updates);
      if (code === 'VALID') updates.apply(candidate.set, { block: this.#head.height, transaction: index });
      seen.add(transactionId);
      codes.push(code);
    }
    return codes;
  }

  // An id counts as used whatever became of its transaction, so that no signature can be played twice.
  async #judge(candidate: Candidate, seen: ReadonlySet<string>, updates: Updates): Promise<ValidationCode> {
    const { transactionId } = candidate.transaction.header;
    if (seen.has(transactionId) || this.#state.knows(transactionId)) return 'DUPLICATE_TXID';
    return candidate.refused ?? validateReads(candidate.set, this.#state, updates);
  }

  async #makeBlock(
    candidates: readonly Candidate[],
    codes: readonly ValidationCode[],
    updates: Updates,
  ): Promise<{ head: Head; bytes: Uint8Array }> {
    const envelopes = candidates.map(({ envelope }) => envelope);
    const header = {
      number: this.#head.height,
      previousHash: this.#head.hash,
      dataHash: dataHashOf(envelopes),
    };
    const commitHash = stateHashOf(this.#head.stateHash, codes, updates.all());
    const signature = await this.#node.signBlock(header);
    return {
      head: { height: header.number + 1, hash: headerHashOf(header), stateHash: commitHash },
      bytes: encodeBlock({ header, envelopes, signature, codes, commitHash }),
    };
  }
}

function put([key, value]: [string, Buffer]): Operation {
  return { type: 'put', key, value };
}

function publicOperations(updates: Updates): Operation[] {
  return [
    ...updates.publicWrites().map(([key, { namespace, value, version }]): Operation => {
      const stored = statePrefix(namespace) + key;
      return value
        ? { type: 'put', key: stored, value: packValue(version, value) }
        : { type: 'del', key: stored };
    }),
    ...updates.hashedWrites().map(({ namespace, collection, key, value, version }): Operation => {
      const stored = privateHashKey(namespace, collection, key);
      return value
        ? { type: 'put', key: stored, value: packValue(version, value) }
        : { type: 'del', key: stored };
    }),
  ];
}

function privateOperations(
  { transaction, privateWrites }: Candidate,
  version: Version,
  valid: boolean,
): Operation[] {
  if (privateWrites.length === 0) return [];
  const forget: Operation = { type: 'del', key: transientKey(transaction.header.transactionId) };
  return valid ? [forget, ...privateWrites.flatMap((writes) => valueOperations(writes, version))] : [forget];
}

function valueOperations({ namespace, collection, bytes }: PrivateWrites, version: Version): Operation[] {
  return decodePrivateWrites(bytes).map(({ key, value }): Operation => {
    const stored = privatePrefix(namespace, collection) + key;
    return value
      ? { type: 'put', key: stored, value: packValue(version, value) }
      : { type: 'del', key: stored };
  });
}
