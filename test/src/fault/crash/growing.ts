import { base64Encode, utf8Encode } from '@hanlian/chaincode/domain';
import type { LogStore } from '@hanlian/gateway/log/log-store';

/** Sizes at which a bundle begins, is left half full, becomes full, and is passed by. */
export const SIZES: readonly number[] = [1, 3, 255, 256, 300, 700, 768];

/** What a log's user was told: a size, and the roots others will hold it to. */
export interface Reached {
  readonly size: number;
  readonly roots: readonly string[];
}

export async function growTo(store: LogStore, size: number): Promise<Reached> {
  const entries = Array.from({ length: size - store.size }, (_, i) => utf8Encode(`entry ${store.size + i}`));
  await store.append(entries, { block: size, index: 0 });
  return reachedBy(store, size);
}

export async function reachedBy(store: LogStore, size: number): Promise<Reached> {
  const { sha256, sm3 } = await store.roots(size);
  return { size, roots: [sha256, sm3].map(base64Encode) };
}
