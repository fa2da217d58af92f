import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { HanlianError, hexEncode } from '@hanlian/chaincode/domain';
import { GroupWriter } from '../storage/group-writer.js';
import { createLimit } from '../storage/limit.js';
import { pooled } from '../storage/random.js';
import { openStore, type Change, type Store } from '../storage/store.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';
import { Epochs, type Secret } from './epochs.js';

/** Whose data it is: the holder-code dictionary of GB/T 36903 and the code. */
export interface HolderRef {
  readonly typeCode: string;
  readonly code: string;
}

export interface HolderKey {
  /** The holder's name here. */
  readonly name: string;
  /** Tells this key from another of the same holder, drawn after an erasure. */
  readonly id: string;
  readonly key: Uint8Array;
  /** Settles when the key is on disk: nothing encrypted under it may count before. */
  readonly durable: Promise<void>;
}

const DURABLE = Promise.resolve();
const EPOCH_BYTES = 4;
const ID_BYTES = 8;
const HEAD_BYTES = EPOCH_BYTES + ID_BYTES;
const REWRAP_BATCH = 10_000;
/** How many unwrapped keys stay in memory: a department's own key is asked for at each write. */
const MOST_OPENED = 10_000;

const random = pooled(randomBytes);

type OpenedKey = Pick<HolderKey, 'id' | 'key'>;

/**
 * A data key for each holder, in a database of their own that long-lived backups leave out. Entries are named by an
 * HMAC, since a bare digest of a citizen number could be found by trying them all.
 */
export class HolderKeys {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #epochs: Epochs;
  readonly #naming: KeyObject;
  /** Keys on their way to the disk: a second document of the same holder must use the same one. */
  readonly #pending = new Map<string, HolderKey>();

  /** Each erasure turns the epoch, and two at once would turn it under each other. */
  readonly #oneByOne = createLimit(1);
  readonly #opened = new Map<string, OpenedKey>();

  private constructor(store: Store, epochs: Epochs) {
    this.#store = store;
    this.#writer = new GroupWriter(store);
    this.#epochs = epochs;
    this.#naming = createSecretKey(epochs.derive('holder names'));
  }

  static async open(folder: string, secret: Secret): Promise<HolderKeys> {
    const epochs = await Epochs.open(folder, secret);
    const keys = new HolderKeys(await openStore(join(folder, 'keys')), epochs);
    if (epochs.turning) await keys.#finishTurn();
    return keys;
  }

  /** The holder's key; drawn now when there is none. */
  obtain(holder: HolderRef): HolderKey {
    const name = this.name(holder);
    const pending = this.#pending.get(name);
    if (pending !== undefined) return pending;
    const kept = this.#read(name);
    return kept === undefined ? this.#draw(name) : { ...kept, name, durable: DURABLE };
  }

  /** The key of that name, or undefined when it was erased or never drawn. */
  findByName(name: string): OpenedKey | undefined {
    const pending = this.#pending.get(name);
    if (pending !== undefined) return pending;
    return this.#read(name);
  }

  /** A name for the holder that tells nothing without this hub's key. */
  name({ typeCode, code }: HolderRef): string {
    return createHmac('sha256', this.#naming).update(`${typeCode}\n${code}`).digest('base64url');
  }

  /** A key of the hub for one purpose, which no erasure changes. */
  keyFor(purpose: string): Uint8Array {
    return this.#epochs.derive(purpose);
  }

  /**
   * Destroys a holder's key: gone from the database and its files, and, since the epoch turns, from every copy made
   * earlier. Gives whether there was one.
   */
  erase(holder: HolderRef): Promise<boolean> {
    return this.#oneByOne(() => this.#erase(holder));
  }

  /** Runs work during which no key is erased. */
  still<T>(work: () => Promise<T>): Promise<T> {
    return this.#oneByOne(work);
  }

  /** Where the keys lie, for a copy of them. */
  get store(): Store {
    return this.#store;
  }

  async #erase(holder: HolderRef): Promise<boolean> {
    const name = this.name(holder);
    await this.#pending.get(name)?.durable;
    const found = this.#store.getSync(name) !== undefined;
    await this.#writer.write([{ type: 'del', key: name }]);
    this.#opened.delete(name);
    await this.#epochs.begin();
    await this.#finishTurn();
    return found;
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.#store.close();
  }

  #read(name: string): OpenedKey | undefined {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const box = this.#store.getSync(name);
    if (box === undefined) return undefined;
    const opened = this.#unwrap(name, box);
    this.#opened.set(name, opened);
    if (this.#opened.size > MOST_OPENED) this.#opened.delete(this.#opened.keys().next().value as string);
    return opened;
  }

  #draw(name: string): HolderKey {
    // A copy of its own: what is kept of it must not keep the whole draw.
    const drawn = { id: hexEncode(random(ID_BYTES)), key: Uint8Array.from(random(KEY_BYTES)) };
    const durable = this.#writer
      .write([{ type: 'put', key: name, value: this.#wrap(name, drawn) }])
      .finally(() => this.#pending.delete(name));
    const entry = { ...drawn, name, durable };
    this.#pending.set(name, entry);
    return entry;
  }

  /** Epoch ‖ id ‖ the key under the epoch's. */
  #wrap(name: string, { id, key }: OpenedKey): Buffer {
    const { number, key: wrapping } = this.#epochs.current;
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(number);
    head.write(id, EPOCH_BYTES, 'hex');
    return Buffer.concat([head, encrypt(wrapping, key, name + id, random)]);
  }

  #unwrap(name: string, box: Buffer): OpenedKey {
    const epoch = this.#epochs.find(box.readUInt32BE());
    const id = box.toString('hex', EPOCH_BYTES, HEAD_BYTES);
    const key = epoch && decrypt(epoch.key, box.subarray(HEAD_BYTES), name + id);
    if (key === undefined) {
      throw new HanlianError('DOCUMENT_DAMAGED', 'A holder key does not open under its epoch');
    }
    return { id, key };
  }

  /** Wraps what is still under an older epoch anew, drops the old bytes from the files, then the old epoch's key. */
  async #finishTurn(): Promise<void> {
    const { number } = this.#epochs.current;
    // Keys drawn while the epoch turned may be under the old one, and are found here only once they are written.
    await Promise.all([...this.#pending.values()].map(({ durable }) => durable));
    let changes: Change[] = [];
    for await (const [name, box] of this.#store.iterator()) {
      if (box.readUInt32BE() === number) continue;
      changes.push({ type: 'put', key: name, value: this.#wrap(name, this.#unwrap(name, box)) });
      if (changes.length < REWRAP_BATCH) continue;
      await this.#writer.write(changes);
      changes = [];
    }
    await this.#writer.write(changes);
    await this.#store.compactRange('', '\uffff');
    await this.#epochs.finish();
  }
}
