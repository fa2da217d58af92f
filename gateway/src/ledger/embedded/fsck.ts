import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareUtf8 } from '../fabric-messages/index.js';
import { blockBytes, readHead } from './chain.js';
import { BLOCK_SPACE, DERIVED_SPACES, PRIVATE_SPACE, unpackValue, privateHashKey } from './keys.js';
import { messageOf } from '../common/failure.js';
import { BadBlock, Replay, type ReplayParts } from './replay.js';
import { privateDigest } from './state.js';
import { Store, type Reader } from './store.js';

/** One thing that does not hold together. */
export interface Problem {
  /** The block it was found at, if it was found in one. */
  readonly block?: number;
  /** The store's key, with NULs shown as `·`. */
  readonly key?: string;
  readonly message: string;
}

export interface FsckReport {
  readonly blocks: number;
  readonly transactions: number;
  /** Private values checked against their hashes. */
  readonly privateValues: number;
  /** At most a hundred; empty when all is well. */
  readonly problems: readonly Problem[];
}

const MAX_PROBLEMS = 100;

/**
 * Re-validates a whole store: every block's chain, signatures, verdicts and state hash, by repeating the chain in a
 * scratch store beside it; then every derived record against the repetition, and every private value against its hash.
 */
export async function fsck(reader: Reader, parts: ReplayParts, path: string): Promise<FsckReport> {
  const folder = await mkdtemp(join(path, 'fsck-'));
  const scratch = await Store.open(folder);
  try {
    return await new Fsck(reader, scratch, parts).run();
  } finally {
    await scratch.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Fsck {
  readonly #reader: Reader;
  readonly #scratch: Store;
  readonly #replay: Replay;
  readonly #problems: Problem[] = [];
  #transactions = 0;
  #privateValues = 0;

  constructor(reader: Reader, scratch: Store, parts: ReplayParts) {
    this.#reader = reader;
    this.#scratch = scratch;
    this.#replay = new Replay(scratch, parts);
  }

  async run(): Promise<FsckReport> {
    await this.#repeatChain();
    if (this.#problems.length === 0) {
      for (const space of DERIVED_SPACES) await this.#compare(space);
      await this.#checkPrivateValues();
    }
    return {
      blocks: this.#replay.head.height,
      transactions: this.#transactions,
      privateValues: this.#privateValues,
      problems: this.#problems.slice(0, MAX_PROBLEMS),
    };
  }

  // After a bad block nothing that follows can be judged.
  async #repeatChain(): Promise<void> {
    for (let number = 0; ; number++) {
      const bytes = blockBytes(this.#reader, number);
      if (!bytes) break;
      try {
        this.#transactions += (await this.#replay.apply(bytes)).commits.length;
      } catch (error) {
        if (!(error instanceof BadBlock)) throw error;
        this.#problems.push({ block: number, message: messageOf(error) });
        return;
      }
    }
    await this.#checkEnd();
  }

  async #checkEnd(): Promise<void> {
    const { height, hash, stateHash } = this.#replay.head;
    for await (const [key] of this.#reader.entries(BLOCK_SPACE)) {
      if (Number.parseInt(key, 16) >= height) {
        this.#problems.push({ block: height, message: 'the block is missing, and later ones exist' });
        return;
      }
    }
    const head = readHead(this.#reader);
    if (head?.height !== height || !head.hash.equals(hash) || !head.stateHash.equals(stateHash)) {
      this.#problems.push({ message: `the store’s head is not block ${height - 1}` });
    }
  }

  async #compare(space: string): Promise<void> {
    for await (const { key, want, have } of pairs(
      this.#scratch.entries(space),
      this.#reader.entries(space),
    )) {
      if (!have) this.#report(space, key, 'the record is missing');
      else if (!want) this.#report(space, key, 'the record follows from no block');
      else if (!want.equals(have)) this.#report(space, key, 'the record differs from what the blocks say');
      if (this.#problems.length >= MAX_PROBLEMS) return;
    }
  }

  // A value may be absent (a peer that never received it); one that is here must match its public hash.
  async #checkPrivateValues(): Promise<void> {
    for await (const [name, packed] of this.#reader.entries(PRIVATE_SPACE)) {
      this.#privateValues++;
      const [namespace = '', collection = ''] = name.split('\0', 2);
      const key = name.slice(namespace.length + collection.length + 2);
      const value = unpackValue(packed);
      const hash = this.#reader.get(privateHashKey(namespace, collection, privateDigest(key)));
      if (!hash || !isHashOf(unpackValue(hash), value)) {
        this.#report(PRIVATE_SPACE, name, 'the private value does not match its hash');
      }
      if (this.#problems.length >= MAX_PROBLEMS) return;
    }
  }

  #report(space: string, key: string, message: string): void {
    this.#problems.push({ key: (space + key).replaceAll('\0', '·'), message });
  }
}

interface Pair {
  readonly key: string;
  readonly want: Buffer | undefined;
  readonly have: Buffer | undefined;
}

type Entries = AsyncGenerator<[string, Buffer]>;

/** Walks two sorted sequences side by side, a key at a time. */
async function* pairs(wanted: Entries, found: Entries): AsyncGenerator<Pair> {
  let want = await next(wanted);
  let have = await next(found);
  while (want ?? have) {
    const order = compareKeys(want?.[0], have?.[0]);
    if (order < 0) yield pair(want, undefined);
    else if (order > 0) yield pair(undefined, have);
    else yield pair(want, have);
    if (order <= 0) want = await next(wanted);
    if (order >= 0) have = await next(found);
  }
}

function pair(want: [string, Buffer] | undefined, have: [string, Buffer] | undefined): Pair {
  return { key: (want ?? have)?.[0] ?? '', want: want?.[1], have: have?.[1] };
}

async function next(entries: Entries): Promise<[string, Buffer] | undefined> {
  const step = await entries.next();
  return step.done === true ? undefined : step.value;
}

// A sequence that has ended comes after everything.
function compareKeys(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  return compareUtf8(left, right);
}

function isHashOf(hash: ReturnType<typeof unpackValue>, value: ReturnType<typeof unpackValue>): boolean {
  return (
    hash.value.equals(privateDigest(value.value)) &&
    hash.version.block === value.version.block &&
    hash.version.transaction === value.version.transaction
  );
}
