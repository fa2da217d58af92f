import type { ReadModel } from './read-model.js';

type Entry = [string, Buffer];

/** The first key in which two read models part, or undefined when they are equal byte for byte. */
export async function firstDifference(one: ReadModel, other: ReadModel): Promise<string | undefined> {
  const right = other.entries()[Symbol.asyncIterator]();
  try {
    for await (const entry of one.entries()) {
      if (!isSame(entry, await right.next())) return entry[0];
    }
    const left = await right.next();
    return left.done === true ? undefined : left.value[0];
  } finally {
    await right.return?.();
  }
}

const isSame = ([key, value]: Entry, other: IteratorResult<Entry>): boolean =>
  other.done !== true && other.value[0] === key && other.value[1].equals(value);
