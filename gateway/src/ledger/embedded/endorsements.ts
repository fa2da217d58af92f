import type { Endorsement, PrivateWrites, ReadWriteSet } from '../fabric-messages/index.js';

/** What this node endorsed lately, so that its own signature and set need no second reading. */
export interface Endorsed {
  readonly responsePayload: Uint8Array;
  readonly endorsement: Endorsement;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrites[];
}

const REMEMBERED = 4096;

/** Remembers the newest endorsements until they are committed; older ones are read from the envelope again. */
export class Endorsements {
  readonly #byTransaction = new Map<string, Endorsed>();

  remember(transactionId: string, endorsed: Endorsed): void {
    this.#byTransaction.set(transactionId, endorsed);
    if (this.#byTransaction.size > REMEMBERED) {
      this.#byTransaction.delete(this.#byTransaction.keys().next().value ?? '');
    }
  }

  /** The endorsement of exactly these bytes, if it is remembered. */
  find(
    transactionId: string,
    responsePayload: Uint8Array,
    endorsements: readonly Endorsement[],
  ): Endorsed | undefined {
    const known = this.#byTransaction.get(transactionId);
    const [only] = endorsements;
    if (!known || endorsements.length !== 1 || !only) return undefined;
    const unchanged =
      same(known.responsePayload, responsePayload) &&
      same(known.endorsement.endorser, only.endorser) &&
      same(known.endorsement.signature, only.signature);
    return unchanged ? known : undefined;
  }

  forget(transactionId: string): void {
    this.#byTransaction.delete(transactionId);
  }
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
