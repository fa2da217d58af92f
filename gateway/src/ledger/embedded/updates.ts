import type { ReadWriteSet, Version } from '../fabric-messages/index.js';
import { compareUtf8 } from '../fabric-messages/index.js';
import type { StateWrite } from './state-hash.js';

/** What the valid transactions of a block write, the later over the earlier. */
export class Updates {
  readonly #public = new Map<string, Map<string, StateWrite>>();
  readonly #hashed = new Map<string, StateWrite & { readonly purge: boolean }>();

  apply(set: ReadWriteSet, version: Version): void {
    for (const { namespace, writes, collections } of set) {
      for (const { key, value } of writes) this.#put(namespace, key, value, version);
      for (const { collection, writes: hashed } of collections) {
        for (const { keyHash, valueHash, purge } of hashed) {
          const write = { namespace, collection, key: keyHash, value: valueHash, version, purge };
          this.#hashed.set(hashedName(namespace, collection, keyHash), write);
        }
      }
    }
  }

  #put(namespace: string, key: string, value: Uint8Array | undefined, version: Version): void {
    const keys = this.#public.get(namespace) ?? new Map<string, StateWrite>();
    this.#public.set(namespace, keys);
    keys.set(key, { namespace, collection: '', key: Buffer.from(key, 'utf8'), value, version });
  }

  has(namespace: string, key: string): boolean {
    return this.#public.get(namespace)?.has(key) ?? false;
  }

  hasHashed(namespace: string, collection: string, keyHash: Uint8Array): boolean {
    return this.#hashed.has(hashedName(namespace, collection, keyHash));
  }

  /** Keys of a range that this block writes, sorted. */
  inRange(namespace: string, start: string, isBeforeEnd: (key: string) => boolean): [string, StateWrite][] {
    return [...(this.#public.get(namespace) ?? [])]
      .filter(([key]) => compareUtf8(key, start) >= 0 && isBeforeEnd(key))
      .sort(([left], [right]) => compareUtf8(left, right));
  }

  publicWrites(): [string, StateWrite][] {
    return [...this.#public.values()].flatMap((keys) => [...keys]);
  }

  hashedWrites(): (StateWrite & { readonly purge: boolean })[] {
    return [...this.#hashed.values()];
  }

  /** All writes the state hash covers. */
  all(): StateWrite[] {
    return [...this.publicWrites().map(([, write]) => write), ...this.hashedWrites()];
  }
}

function hashedName(namespace: string, collection: string, keyHash: Uint8Array): string {
  return `${namespace}\0${collection}\0${Buffer.from(keyHash).toString('latin1')}`;
}
