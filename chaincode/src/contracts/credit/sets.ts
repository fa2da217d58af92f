import type { CreditEntry, EntrySet, EvaluationRules, Graded, PlacedEntry } from '../../domain/index.js';
import { gradeOn, hasJoined, keyPrefixes, requireSubject, splitKey } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { State } from '../../state/state.js';
import { ruleSetsOf } from '../rules.js';
import { entrySetOf } from './records.js';

/** One enterprise's entries under one code. */
export interface SetWithEntries {
  readonly subject: string;
  readonly head: EntrySet;
  readonly entries: readonly PlacedEntry[];
}

async function setOf(state: State, subject: string): Promise<SetWithEntries> {
  const head = await entrySetOf(state, subject);
  const found = await state.list<CreditEntry>(keyPrefixes.entry, subject);
  const entries = found.map(({ key, record }) => ({ subject, entry: splitKey(key)[2] as string, record }));
  return { subject, head, entries };
}

/**
 * The sets that made an enterprise's record at an instant: its own, then those of its predecessors by then, and theirs. No
 * circle: a succession that would make one is refused.
 */
export async function setsOf(state: State, subject: string, at: number): Promise<readonly SetWithEntries[]> {
  requireSubject(subject, 'subject');
  const sets = [await setOf(state, subject)];
  for (const set of sets) {
    for (const code of set.head.predecessors ?? []) {
      const predecessor = await setOf(state, code);
      if (hasJoined(predecessor.head, set.subject, at)) sets.push(predecessor);
    }
  }
  return sets;
}

/** The grade of an enterprise at an instant. */
export async function gradeFor(state: State, subject: string, at: number): Promise<Graded> {
  const sets = await setsOf(state, subject, at);
  const rules: EvaluationRules = {
    publication: await ruleSetsOf(state, 'credit-publication'),
    model: await ruleSetsOf(state, 'credit-model'),
  };
  return gradeOn(
    nodeHashes,
    sets.flatMap(({ entries }) => entries),
    rules,
    at,
  );
}
