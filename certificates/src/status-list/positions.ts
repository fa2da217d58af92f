import { createCipheriv, createHmac } from 'node:crypto';

/** Entries of one list: the least the standard allows (Bitstring Status List §3.2), and so the herd one hides in. */
export const LIST_SIZE = 131_072;

/** Bytes of keystream drawn at a time. */
const DRAWN = 64 * 1024;
const RANGE = 2 ** 32;
const NO_COUNTER = Buffer.alloc(16);

/**
 * The places of one list in the order in which they are given away: a permutation of 0 … 131,071 drawn by Fisher–Yates
 * from AES-256-CTR under a key of the list alone. Without the key, places tell nothing of the order of issue. FF1 (NIST
 * SP 800-38G) is no choice: it asks for a domain of a million and more.
 */
export const placesOf = (key: Uint8Array, department: string, list: number): Uint32Array => {
  const listKey = createHmac('sha256', key).update(`${department}\n${list}`).digest();
  const next = numbersFrom(listKey);
  const places = Uint32Array.from({ length: LIST_SIZE }, (_, place) => place);
  for (let last = LIST_SIZE - 1; last > 0; last -= 1) {
    const chosen = below(last + 1, next);
    const kept = places[last] as number;
    places[last] = places[chosen] as number;
    places[chosen] = kept;
  }
  return places;
};

/** A number below `bound`, none likelier than another: what would make some so is drawn again. */
const below = (bound: number, next: () => number): number => {
  const fair = RANGE - (RANGE % bound);
  let drawn = next();
  while (drawn >= fair) drawn = next();
  return drawn % bound;
};

/** The keystream, four bytes at a time. */
const numbersFrom = (key: Uint8Array): (() => number) => {
  const cipher = createCipheriv('aes-256-ctr', key, NO_COUNTER);
  const zeros = Buffer.alloc(DRAWN);
  let drawn = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === drawn.length) {
      drawn = cipher.update(zeros);
      at = 0;
    }
    at += 4;
    return drawn.readUInt32BE(at - 4);
  };
};
