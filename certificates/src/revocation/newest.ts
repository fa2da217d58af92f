import { DerError } from '../asn1/der.js';
import { PathError } from '../path/faults.js';
import { readRevocationList } from './crl.js';
import { RevocationError } from './faults.js';

/** One issuer's newest list. Nobody asked whether its signature holds. */
export interface NewestList {
  /** DER. */
  readonly bytes: Buffer;
  /** What it has revoked: serials in hex. */
  readonly revoked: ReadonlySet<string>;
}

/** Of each issuer the list that was made last, of those of one second the one given last; what is none is left out. */
export const newestLists = (lists: readonly Uint8Array[]): NewestList[] => {
  const newest = new Map<string, NewestList & { readonly thisUpdate: Date }>();
  for (const bytes of lists) {
    const list = readIfWhole(bytes);
    if (list === undefined) continue;
    const issuer = list.issuer.toString('hex');
    const known = newest.get(issuer);
    if (known && known.thisUpdate > list.thisUpdate) continue;
    const revoked = new Set(list.revoked.keys());
    newest.set(issuer, { bytes: Buffer.from(bytes), thisUpdate: list.thisUpdate, revoked });
  }
  return [...newest.values()].map(({ bytes, revoked }) => ({ bytes, revoked }));
};

const readIfWhole = (bytes: Uint8Array): ReturnType<typeof readRevocationList> | undefined => {
  try {
    return readRevocationList(bytes);
  } catch (error) {
    if (error instanceof DerError || error instanceof RevocationError || error instanceof PathError) {
      return undefined;
    }
    throw error;
  }
};
