import { newestLists } from '@hanlian/certificates';
import type { Change, Store } from '../storage/store.js';

const LISTS = 'stamplists';

/** Put where a stamp may have lost its worth; gone when every stamp was looked at. */
export const RECHECK = 'restamp';

/**
 * The newest revocation lists that came with stamps: a later one tells of a time-stamp key that was lost, which the list in
 * an older stamp cannot.
 */
export class KnownLists {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** DER, one an issuer. */
  get all(): readonly Buffer[] {
    const value = this.#store.getSync(LISTS);
    const kept = value === undefined ? [] : (JSON.parse(value.toString()) as string[]);
    return kept.map((list) => Buffer.from(list, 'base64'));
  }

  /** What is to be written when these came. Where one revokes what was not revoked, all stamps are to be looked at. */
  take(lists: readonly Uint8Array[]): Change[] {
    const before = newestLists(this.all);
    const after = newestLists([...this.all, ...lists]);
    const isSame = after.every(({ bytes }) => before.some((known) => known.bytes.equals(bytes)));
    if (isSame) return [];
    const known = new Set(before.flatMap(({ revoked }) => [...revoked]));
    const isNew = after.some(({ revoked }) => [...revoked].some((serial) => !known.has(serial)));
    const kept = JSON.stringify(after.map(({ bytes }) => bytes.toString('base64')));
    return [
      { type: 'put', key: LISTS, value: Buffer.from(kept) },
      ...(isNew ? [{ type: 'put', key: RECHECK, value: Buffer.alloc(0) } as const] : []),
    ];
  }
}
