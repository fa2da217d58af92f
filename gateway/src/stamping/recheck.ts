import type { StampTrust } from '@hanlian/certificates';
import { sealsFrom } from '../services/licenses/stored.js';
import type { Store } from '../storage/store.js';
import { stampedAt } from './evidence.js';
import { stampOf } from './queue-keys.js';

/** Seals looked at between two writes. */
const AT_ONCE = 200;

/**
 * Goes through the seals of batches, some at a time, and gives those that need a stamp: they have none, or, where `trust` is
 * given, one whose authority was revoked or lost its key.
 */
export async function* sealsInNeed(store: Store, trust: StampTrust | undefined): AsyncGenerator<string[]> {
  let after = '';
  for (;;) {
    const seals = await sealsFrom(store, after, AT_ONCE);
    const last = seals.at(-1);
    if (last === undefined) return;
    const needs = await Promise.all(seals.map((seal) => isInNeed(store, seal, trust)));
    yield seals.filter((_seal, index) => needs[index]);
    after = last;
  }
}

async function isInNeed(store: Store, seal: string, trust: StampTrust | undefined): Promise<boolean> {
  return trust === undefined
    ? stampOf(store, seal) === null
    : (await stampedAt(store, seal, trust)) === undefined;
}
