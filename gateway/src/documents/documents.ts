import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { pooled } from '../storage/random.js';
import { beginningWith, type Change, type Put, type Store } from '../storage/store.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';
import type { HolderKeys, HolderRef } from './holder-keys.js';

/** A document made ready to be stored: write `put` once `durable` has settled. */
export interface Prepared {
  readonly put: Put;
  readonly durable: Promise<unknown>;
}

const nonces = pooled(randomBytes);

const PREFIX = 'doc~';
/** Which documents a holder has, under the HMAC that names the holder. */
const HELD = 'held~';
const NAME_LENGTH = 43;
const ID_LENGTH = 16;
const ENTRY_LENGTH = NAME_LENGTH + ID_LENGTH;

/**
 * Encrypted bodies under a key that needs every holder's data key: erasing any one of them erases the document. Before
 * the ciphertext stand, for each holder, the HMAC that names the holder and the id of the key.
 */
export class Documents {
  readonly #store: Store;
  readonly #keys: HolderKeys;

  constructor(store: Store, keys: HolderKeys) {
    this.#store = store;
    this.#keys = keys;
  }

  prepare(id: string, holders: readonly HolderRef[], body: Uint8Array): Prepared {
    const keys = holders.map((holder) => this.#keys.obtain(holder));
    const head = Buffer.concat([
      Buffer.of(keys.length),
      Buffer.from(keys.map((key) => key.name + key.id).join('')),
    ]);
    const value = Buffer.concat([head, encrypt(documentKey(id, keys), body, id, nonces)]);
    return {
      put: { type: 'put', key: PREFIX + id, value },
      durable: Promise.all(keys.map(({ durable }) => durable)),
    };
  }

  /** What lets a document be found by each of its holders. */
  holding(id: string, holders: readonly HolderRef[]): Put[] {
    return holders.map((holder) => ({
      type: 'put',
      key: `${HELD}${this.#keys.name(holder)}~${id}`,
      value: Buffer.alloc(0),
    }));
  }

  /** The documents of a holder whose names begin with `prefix`, as they are asked for. */
  async *heldBy(holder: HolderRef, prefix: string): AsyncGenerator<string> {
    const own = `${HELD}${this.#keys.name(holder)}~`;
    for await (const key of this.#store.keys(beginningWith(own + prefix))) yield key.slice(own.length);
  }

  /** Forgets a document that is no longer needed. */
  removal(id: string): Change {
    return { type: 'del', key: PREFIX + id };
  }

  /** The names of the documents that begin so, read without their bodies. */
  async *names(beginning: string): AsyncGenerator<string> {
    const range = { gte: PREFIX + beginning, lt: `${PREFIX}${beginning}\uffff` };
    for await (const key of this.#store.keys(range)) yield key.slice(PREFIX.length);
  }

  /**
   * The body of a document.
   *
   * @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED when a holder's key was destroyed, DOCUMENT_DAMAGED
   */
  read(id: string): Buffer {
    const value = this.#store.getSync(PREFIX + id);
    if (value === undefined) throw new HanlianError('NOT_FOUND', `This hub holds no document ${id}`);
    const count = value[0] ?? 0;
    const keys = Array.from({ length: count }, (_, i) => this.#keyOf(id, value, 1 + i * ENTRY_LENGTH));
    const body = decrypt(documentKey(id, keys), value.subarray(1 + count * ENTRY_LENGTH), id);
    if (body === undefined) {
      throw new HanlianError('DOCUMENT_DAMAGED', `The stored document ${id} does not decrypt`);
    }
    return body;
  }

  #keyOf(id: string, value: Buffer, offset: number): { readonly key: Uint8Array } {
    const name = value.toString('latin1', offset, offset + NAME_LENGTH);
    const found = this.#keys.findByName(name);
    if (found?.id !== value.toString('latin1', offset + NAME_LENGTH, offset + ENTRY_LENGTH)) {
      throw new HanlianError('DOCUMENT_ERASED', `The content of ${id} was erased`);
    }
    return found;
  }
}

const documentKey = (id: string, keys: readonly { readonly key: Uint8Array }[]): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', createSecretKey(Buffer.concat(keys.map(({ key }) => key))), '', id, KEY_BYTES),
  );
