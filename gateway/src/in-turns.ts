import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long other requests may have to wait for one slice of much work, ms. */
const SLICE = 10;

/** To be awaited between pieces of much work: other requests have their turn whenever it has taken a while. */
export function takingTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since <= SLICE) return undefined;
    return nextTurn().then(() => {
      since = performance.now();
    });
  };
}

/** As `Array.map`, taking turns with others. */
export async function mapInTurns<T, U>(
  items: readonly T[],
  map: (item: T, index: number) => U,
): Promise<U[]> {
  const mapped: U[] = [];
  const turn = takingTurns();
  for (const item of items) {
    await turn();
    mapped.push(map(item, mapped.length));
  }
  return mapped;
}

/** What a generator comes to that yields between its pieces, taking turns with others. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  const turn = takingTurns();
  for (;;) {
    const piece = work.next();
    if (piece.done) return piece.value;
    await turn();
  }
}
