import type { SignatureAlgorithm, Signer } from './signer.js';

/**
 * Where an organisation's private keys live; they never leave it. The encrypted file store is one adapter, a hardware
 * module another. Names are 1 to 64 letters, digits, `.`, `_` or `-`, beginning with a letter or digit.
 */
export interface KeyStore {
  /**
   * Draws a new key, of P-256 unless told otherwise; it is kept for good when this returns. Throws KEY_EXISTS when the
   * name is taken, KEY_NAME_INVALID, KEY_UNSUPPORTED where the store has no such algorithm.
   */
  create(name: string, algorithm?: SignatureAlgorithm): Promise<Signer>;
  /** Throws KEY_NOT_FOUND. */
  signer(name: string): Promise<Signer>;
  has(name: string): Promise<boolean>;
  /** Names of all keys, sorted. */
  list(): Promise<string[]>;
}
