import type { Signer } from './signer.js';

/**
 * Where an organisation's private keys live; they never leave it. The encrypted file store is one adapter, a hardware
 * module another. Names are 1 to 64 letters, digits, `.`, `_` or `-`, beginning with a letter or digit.
 */
export interface KeyStore {
  /** Draws a new key; it is on disk when this returns. Throws KEY_EXISTS when the name is taken, KEY_NAME_INVALID. */
  create(name: string): Promise<Signer>;
  /** Throws KEY_NOT_FOUND. */
  signer(name: string): Promise<Signer>;
  has(name: string): Promise<boolean>;
  /** Names of all keys, sorted. */
  list(): Promise<string[]>;
}
