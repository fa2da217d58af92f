import type { CreditEntry, EntryFacts, EntryState, EntryTransition } from '../schemas/credit.js';

/** What an entry said, and in which state it was. */
export interface EntrySituation {
  readonly facts: EntryFacts;
  readonly state: EntryState;
}

/** How many writes an entry has had since it was published. */
export const entryRevision = ({ history = [] }: Pick<CreditEntry, 'history'>): number => history.length;

/** When an entry was last written. */
export const lastWrittenAt = ({ published, history = [] }: CreditEntry): number =>
  history.at(-1)?.at ?? published.at;

/** An entry as it was at an instant; undefined before its publication. A transition holds from its own instant on. */
export function entryAt(entry: CreditEntry, at: number): EntrySituation | undefined {
  if (at < entry.published.at) return undefined;
  const { history = [] } = entry;
  const known = history.findLastIndex((transition) => transition.at <= at) + 1;
  const later = history.slice(known).find(({ was }) => was !== undefined);
  return {
    facts: later?.was ?? entry.facts,
    state: history[known - 1]?.state ?? 'standing',
  };
}

/** How far the repair of an entry has come: the last of its steps, if it is under way or was refused or granted. */
export function repairStep(history: readonly EntryTransition[] = []): EntryTransition | undefined {
  return history.findLast(({ operation }) => REPAIR.has(operation));
}

const REPAIR: ReadonlySet<string> = new Set(['applyRepair', 'acceptRepair', 'reviewRepair']);
