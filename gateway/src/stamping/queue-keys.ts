import type { Change, Store } from '../storage/store.js';

export const WAITING = 'unstamped~';
export const STAMP = 'stamp~';

/** Written with the seal, in one batch: from then on the batch waits for its stamp, over restarts. */
export const waitingForStamp = (batch: string): Change => ({
  type: 'put',
  key: WAITING + batch,
  value: Buffer.alloc(0),
});

/** The time-stamp token of a batch, DER in base64; null while there is none. */
export const stampOf = (store: Store, batch: string): { readonly token: string } | null => {
  const token = store.getSync(STAMP + batch);
  return token === undefined ? null : { token: token.toString('base64') };
};
