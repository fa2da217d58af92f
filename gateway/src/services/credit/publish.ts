import {
  canonicalize,
  HanlianError,
  type CreditEntryInput,
  type EntriesPublishedAnswer,
  type JsonObject,
  type PublishEntriesInput,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import type { LocalPlan, Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import type { Caller } from '../types.js';
import { findEntry, prepareEntry, standsSo, type PreparedEntry } from './facts.js';
import type { CreditParts } from './parts.js';

type Outcome = EntriesPublishedAnswer['entries'][number]['outcome'];

/**
 * Publishes entries in one transaction, all or none; those that stand already and say the same are left as they are.
 *
 * @throws {HanlianError} ENTRY_EXISTS
 */
export async function planPublishing(
  parts: CreditParts,
  caller: Caller,
  { entries }: PublishEntriesInput,
): Promise<Plan | LocalPlan> {
  await parts.caughtUp();
  const prepared = entries.map((stated, i) => {
    const one = prepareEntry(parts, caller.department, stated, `entries[${i}]`);
    return { one, outcome: outcomeOf(parts, one, stated, i) };
  });
  return planOf(parts, caller, prepared);
}

/** @throws {HanlianError} ENTRY_EXISTS */
function outcomeOf(
  parts: CreditParts,
  { reference }: PreparedEntry,
  stated: CreditEntryInput,
  i: number,
): Outcome {
  const standing = findEntry(parts, reference);
  if (standing === undefined) return 'published';
  const facts = omit(stated, 'subject', 'category', 'document');
  if (standing.state === 'standing' && standsSo(parts, reference, standing, facts)) return 'unchanged';
  throw new HanlianError('ENTRY_EXISTS', 'The entry was published before and says something else', {
    field: `entries[${i}]`,
    received: reference.entry,
  });
}

function planOf(
  parts: CreditParts,
  { identity, person }: Caller,
  prepared: readonly { readonly one: PreparedEntry; readonly outcome: Outcome }[],
): Plan | LocalPlan {
  const answer: JsonObject = { entries: prepared.map(({ one, outcome }) => ({ ...one.reference, outcome })) };
  const fresh = prepared.filter(({ outcome }) => outcome === 'published').map(({ one }) => one);
  if (fresh.length === 0) return { answer, changes: [], first: Promise.resolve() };
  const argument = {
    v: 1,
    intent: random16(parts.random),
    person,
    entries: fresh.map(({ input }) => input),
  };
  return {
    job: {
      v: 1,
      id: random16(parts.random),
      signatory: identity,
      steps: [{ function: 'credit:publish', argument: canonicalize(argument) }],
      answer,
      ids: 'transactionId',
    },
    changes: fresh.map(({ body }) => body.put),
    first: Promise.all(fresh.map(({ body }) => body.durable)),
  };
}
