import type { Candidate } from './candidate.js';

/** What this node endorsed, by the digest of the payload it gave out. */
export interface Endorsed extends Pick<Candidate, 'transaction' | 'set' | 'privateWrites'> {
  /** SHA-256 of the payload, in hex. */
  readonly digest: string;
}

const REMEMBERED = 4096;

/**
 * Remembers the newest endorsements until they are committed, so that a payload which comes back exactly as it was
 * given out need not be taken apart again. Any other payload is, as far as its last signature.
 */
export class Endorsements {
  readonly #byDigest = new Map<string, Endorsed>();

  remember(endorsed: Endorsed): void {
    this.#byDigest.set(endorsed.digest, endorsed);
    if (this.#byDigest.size > REMEMBERED) this.forget(this.#byDigest.keys().next().value ?? '');
  }

  find(digest: string): Endorsed | undefined {
    return this.#byDigest.get(digest);
  }

  forget(digest: string): void {
    this.#byDigest.delete(digest);
  }
}
