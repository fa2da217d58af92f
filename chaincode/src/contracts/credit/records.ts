import type { CreditEntry, EntryFacts, EntryIdentity, EntryReference, EntrySet } from '../../domain/index.js';
import {
  base64urlEncode,
  canonicalize,
  extendChain,
  HanlianError,
  keys,
  leafHash,
  utf8Encode,
} from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { State } from '../../state/state.js';
import type { TransactionContext } from '../context.js';
import type { Outcome } from '../operation.js';
import { nextRecord } from '../registry/record.js';

/**
 * What the event of a write says: that one record was written, by a hash over it. The log is public, and its entries stay:
 * an enterprise whose entry was repaired must not be found in it by its code.
 */
export const told = (record: object): Outcome['event'] => ({
  count: 1,
  root: base64urlEncode(leafHash(nodeHashes.sha256, utf8Encode(canonicalize(record)))),
});

/** @throws {HanlianError} ENTRY_UNKNOWN */
export async function entryOf(state: State, { subject, entry }: EntryReference): Promise<CreditEntry> {
  const record = await state.get<CreditEntry>(keys.entry(subject, entry));
  if (record !== undefined) return record;
  throw new HanlianError('ENTRY_UNKNOWN', 'No such entry stands on the ledger', { received: entry });
}

/** @throws {HanlianError} SUBJECT_UNKNOWN */
export async function entrySetOf(state: State, subject: string, field = 'subject'): Promise<EntrySet> {
  const set = await state.get<EntrySet>(keys.entrySet(subject));
  if (set !== undefined) return set;
  throw new HanlianError('SUBJECT_UNKNOWN', 'The enterprise has no registration here', { field });
}

/**
 * Nothing is decided of an enterprise that is another's, or no more.
 *
 * @throws {HanlianError} SUBJECT_ENDED
 */
export function requireNotEnded(
  { endedSince, successor }: Pick<EntrySet, 'endedSince' | 'successor'>,
  { decidedAt }: EntryFacts,
  field: string,
): void {
  if (endedSince === undefined || decidedAt < endedSince) return;
  throw new HanlianError('SUBJECT_ENDED', `The enterprise is another's, or no more, since ${endedSince}`, {
    field,
    expected: successor ?? null,
  });
}

/** A subject's set with one more entry's facts at the end of its chain. */
export const extended = (
  ctx: TransactionContext,
  intent: string,
  set: EntrySet,
  identity: EntryIdentity,
  facts: EntryFacts,
): EntrySet => nextRecord(ctx, intent, set, { ...set, ...extendChain(nodeHashes, set, identity, facts) });
