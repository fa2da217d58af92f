import type { CreditEntry, EntrySet, EvaluationRules, Graded, PlacedEntry } from '../../domain/index.js';
import { gradeOn, keyPrefixes, requireSubject, splitKey } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { State } from '../../state/state.js';
import { entrySetOf, ruleSetsOf } from './records.js';

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
 * The sets that make an enterprise's record: its own, then those of its predecessors and theirs. No circle: a succession
 * that would make one is refused.
 */
export async function setsOf(state: State, subject: string): Promise<readonly SetWithEntries[]> {
  requireSubject(subject, 'subject');
  const sets: SetWithEntries[] = [];
  const waiting = [subject];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const set = await setOf(state, next);
    sets.push(set);
    waiting.push(...(set.head.predecessors ?? []));
  }
  return sets;
}

/** The grade of an enterprise at an instant. */
export async function gradeFor(state: State, subject: string, at: number): Promise<Graded> {
  const sets = await setsOf(state, subject);
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
