import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long other requests may have to wait for one slice of much work, ms. */
const SLICE = 10;

/** As `Array.map`, letting other requests have their turn whenever it has taken a while. */
export async function mapInTurns<T, U>(
  items: readonly T[],
  map: (item: T, index: number) => U,
): Promise<U[]> {
  const mapped: U[] = [];
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > SLICE) {
      await nextTurn();
      since = performance.now();
    }
    mapped.push(map(item, mapped.length));
  }
  return mapped;
}
