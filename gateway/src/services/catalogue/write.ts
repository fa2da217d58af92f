import {
  canonicalize,
  type CatalogueList,
  type EntriesInput,
  type EntriesWrittenAnswer,
  type JsonObject,
  type RetireInput,
} from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import type { Caller, Idempotency, OrSigning } from '../types.js';
import { keyAt, LISTS, placeOfEntry, referenceAt, type Named } from './lists.js';
import type { CatalogueParts } from './parts.js';
import { findEntry } from './read.js';
import { requireScope } from '../require-scope.js';

type Input = EntriesInput['entries'][number];

/** A write of the catalogue in one or more transactions, each with an intent of its own. */
export const planOf = (
  { random }: Pick<CatalogueParts, 'random'>,
  { identity }: Caller,
  steps: readonly { readonly operation: string; readonly entries: readonly JsonObject[] }[],
  answer: JsonObject,
  ids: 'transactionId' | 'transactionIds',
): Plan => ({
  job: {
    v: 1,
    id: random16(random),
    signatory: identity,
    steps: steps.map(({ operation, entries }) => ({
      function: operation,
      argument: canonicalize({ v: 1, intent: random16(random), entries }),
    })),
    answer,
    ids,
  },
  changes: [],
  first: Promise.resolve(),
});

/** An entry with whose it is: the caller's own department's, unless it says so. */
const owned = (list: CatalogueList, entry: Input, department: string): Input & Named =>
  (list === 'resources' ? { provider: department, ...entry } : { department, ...entry }) as Input & Named;

const nextRevision = (expected: number | undefined): number => (expected === undefined ? 0 : expected + 1);

/** Puts up to 200 entries of a list in one transaction: all of them, or none. */
export function putEntries(
  parts: CatalogueParts,
  caller: Caller,
  list: CatalogueList,
  input: EntriesInput,
  once: Idempotency,
): Promise<OrSigning<EntriesWrittenAnswer>> {
  const plan = (): Plan => {
    const entries = input.entries.map((entry) => owned(list, entry, caller.department));
    const written = entries.map((entry) => ({
      ...placeOfEntry(list, entry),
      revision: nextRevision(entry.expectedRevision),
    }));
    const steps = [{ operation: LISTS[list].scope, entries: entries as unknown as JsonObject[] }];
    return planOf(parts, caller, steps, { entries: written }, 'transactionId');
  };
  return parts.requests.write(caller.id, once, plan);
}

/** Who may not put an entry does not take it out either. @throws {HanlianError} FORBIDDEN */
function requireScopes(caller: Caller, { entries }: RetireInput): void {
  for (const { list } of entries) requireScope(caller, LISTS[list].scope);
}

/** Takes entries out of catalogue or lists. They stay readable. */
export function retireEntries(
  parts: CatalogueParts,
  caller: Caller,
  input: RetireInput,
  once: Idempotency,
): Promise<OrSigning<EntriesWrittenAnswer>> {
  const plan = async (): Promise<Plan> => {
    requireScopes(caller, input);
    await parts.caughtUp();
    const entries = input.entries.map(({ reason, expectedRevision, ...place }) => ({
      entry: { ...referenceAt(place) },
      reason,
      expectedRevision: expectedRevision ?? findEntry(parts, keyAt(place))?.revision ?? 0,
    }));
    const written = input.entries.map(({ list, group, item }, i) => ({
      list,
      group,
      item,
      revision: nextRevision(entries[i]?.expectedRevision),
    }));
    return planOf(
      parts,
      caller,
      [{ operation: 'catalogue:retire', entries }],
      { entries: written },
      'transactionId',
    );
  };
  return parts.requests.write(caller.id, once, plan);
}
