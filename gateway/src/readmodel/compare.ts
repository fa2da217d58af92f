import type { ReadModel } from './read-model.js';

/** Where two read models part, or undefined when they are equal byte for byte. */
export async function firstDifference(one: ReadModel, other: ReadModel): Promise<string | undefined> {
  const left = one.entries()[Symbol.asyncIterator]();
  const right = other.entries()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const [a, b] = await Promise.all([left.next(), right.next()]);
      if (a.done === true && b.done === true) return undefined;
      if (a.done === true || b.done === true) return keyOf(a) ?? keyOf(b);
      if (a.value[0] !== b.value[0] || !a.value[1].equals(b.value[1])) return a.value[0];
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}

const keyOf = (entry: IteratorResult<[string, Buffer]>): string | undefined =>
  entry.done === true ? undefined : entry.value[0];
