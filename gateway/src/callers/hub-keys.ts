import type { KeyStore, SignatureAlgorithm, Signer } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Closable } from '../storage/closing.js';

/** A hub's keys, of which none is drawn once it is closed: a request that a stop has cut off writes no more files. */
export class HubKeys implements KeyStore, Closable {
  readonly #keys: KeyStore;
  readonly #drawing = new Set<Promise<Signer>>();
  #closed = false;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /** @throws {HanlianError} LEDGER_CLOSED besides what the store does */
  async create(name: string, algorithm?: SignatureAlgorithm): Promise<Signer> {
    if (this.#closed) throw new HanlianError('LEDGER_CLOSED', 'The hub is closed');
    const drawing = this.#keys.create(name, algorithm);
    this.#drawing.add(drawing);
    try {
      return await drawing;
    } finally {
      this.#drawing.delete(drawing);
    }
  }

  signer(name: string): Promise<Signer> {
    return this.#keys.signer(name);
  }

  has(name: string): Promise<boolean> {
    return this.#keys.has(name);
  }

  list(): Promise<string[]> {
    return this.#keys.list();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#drawing);
  }
}
