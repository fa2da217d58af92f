import { hkdfSync, randomBytes } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Put, Store } from '../storage/store.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';
import type { HolderKeys, HolderRef } from './holder-keys.js';

/** A document made ready to be stored: write `put` once `durable` has settled. */
export interface Prepared {
  readonly put: Put;
  readonly durable: Promise<unknown>;
}

const PREFIX = 'doc~';
const NAME_BYTES = 43;

/**
 * Encrypted bodies under a key that needs every holder's data key: erasing any one of them erases the document. The
 * names of its holders stand before the ciphertext, as HMACs.
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
    const key = documentKey(id, keys);
    const head = Buffer.concat([
      Buffer.of(holders.length),
      ...holders.map((holder) => Buffer.from(this.#keys.name(holder))),
    ]);
    const value = Buffer.concat([head, encrypt(key, body, id, randomBytes)]);
    return {
      put: { type: 'put', key: PREFIX + id, value },
      durable: Promise.all(keys.map(({ durable }) => durable)),
    };
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
    const names = Array.from({ length: count }, (_, i) =>
      value.toString('latin1', 1 + i * NAME_BYTES, 1 + (i + 1) * NAME_BYTES),
    );
    const keys = names.map((name) => this.#keys.findByName(name));
    if (keys.includes(undefined))
      throw new HanlianError('DOCUMENT_ERASED', `The content of ${id} was erased`);
    const key = documentKey(
      id,
      keys.map((found) => ({ key: found as Uint8Array })),
    );
    const body = decrypt(key, value.subarray(1 + count * NAME_BYTES), id);
    if (body === undefined)
      throw new HanlianError('DOCUMENT_DAMAGED', `The stored document ${id} does not decrypt`);
    return body;
  }

  has(id: string): boolean {
    return this.#store.getSync(PREFIX + id) !== undefined;
  }
}

const documentKey = (id: string, keys: readonly { readonly key: Uint8Array }[]): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', Buffer.concat(keys.map(({ key }) => key)), '', id, KEY_BYTES));
