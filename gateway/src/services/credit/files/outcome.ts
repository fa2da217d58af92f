import {
  entryIdOf,
  HanlianError,
  keys,
  type CreditEntry,
  type CreditEntryInput,
  type EntryBatch,
  type EntryOperation,
  type EntryReference,
  type EntrySet,
} from '@hanlian/chaincode/domain';
import { omit } from '../../../omit.js';
import { parseRow } from '../../registry-view.js';
import { findEntry, standsSo } from '../facts.js';
import type { StatedEntry } from '../import/row.js';
import type { CreditParts } from '../parts.js';
import { findCertificate, identifiedIn } from './certificates.js';

export type Outcome = keyof EntryBatch['entries'];

/** What a row comes to, by what stands: a publication, acts on what stands already, or nothing. */
export interface Settling {
  readonly reference: EntryReference;
  readonly input: CreditEntryInput;
  readonly outcome: Outcome;
  readonly acts: readonly EntryOperation[];
}

/** A row as an entry is sent: what it names of a certificate by the certificate's identifier. */
function inputOf(parts: CreditParts, stated: StatedEntry): CreditEntryInput {
  const { measure, ...entry } = omit(stated, 'status');
  const license = measure && findCertificate(parts, identifiedIn(measure.certificate));
  return {
    ...entry,
    fields: { ...entry.fields },
    ...(measure !== undefined &&
      license !== undefined && { measure: { operation: measure.operation, license } }),
  };
}

/**
 * What is to be done so that the ledger says what a row says.
 *
 * @throws {HanlianError} ENTRY_UNKNOWN, ENTRY_REPAIRED, ENTRY_ANNULLED
 */
export function settlingOf(parts: CreditParts, source: string, stated: StatedEntry): Settling {
  const { category, subject, document, status } = stated;
  const entry = entryIdOf(parts.hashes.sha256, { source, category, subject, document });
  const reference = { subject, entry };
  const input = inputOf(parts, stated);
  const standing = findEntry(parts, reference);
  if (status === 'annulled') return { reference, input, ...withdrawal(standing) };
  if (standing === undefined) {
    return { reference, input, outcome: 'published', acts: status === 'disputed' ? ['dispute'] : [] };
  }
  if (standing.state === 'annulled' || standing.state === 'repaired') throw closed(standing.state);
  const isSame = standsSo(parts, reference, standing, omit(input, 'subject', 'category', 'document'));
  const isDisputed = status === 'disputed' && standing.state !== 'disputed';
  const acts: EntryOperation[] = [
    ...(isSame ? [] : ['correct' as const]),
    ...(isDisputed ? ['dispute' as const] : []),
  ];
  return { reference, input, outcome: outcomeOf(acts), acts };
}

const outcomeOf = ([first]: readonly EntryOperation[]): Outcome => {
  if (first === undefined) return 'unchanged';
  return first === 'correct' ? 'corrected' : 'disputed';
};

function withdrawal(standing: CreditEntry | undefined): Pick<Settling, 'outcome' | 'acts'> {
  if (standing === undefined) throw unknown();
  return standing.state === 'annulled'
    ? { outcome: 'unchanged', acts: [] }
    : { outcome: 'annulled', acts: ['annul'] };
}

const unknown = (): HanlianError =>
  new HanlianError('ENTRY_UNKNOWN', 'The row withdraws an entry that was never published', {
    field: 'status',
  });

const closed = (state: 'annulled' | 'repaired'): HanlianError =>
  new HanlianError(state === 'annulled' ? 'ENTRY_ANNULLED' : 'ENTRY_REPAIRED', `The entry is ${state}`, {
    field: 'document',
  });

/**
 * What the ledger would refuse a row for, asked before.
 *
 * @throws {HanlianError} SUBJECT_UNKNOWN, SUBJECT_ENDED, ENTRY_UNKNOWN, ENTRY_REPAIRED, ENTRY_ANNULLED
 */
export function requirePublishable(parts: CreditParts, source: string, stated: StatedEntry): void {
  const row = parts.model.get(keys.entrySet(stated.subject));
  if (row === undefined) {
    throw new HanlianError('SUBJECT_UNKNOWN', 'The enterprise has no registration here', {
      field: 'subject',
    });
  }
  const { endedSince } = parseRow(row) as EntrySet;
  if (endedSince !== undefined && stated.decidedAt >= endedSince) {
    throw new HanlianError('SUBJECT_ENDED', `The enterprise is another's, or no more, since ${endedSince}`, {
      field: 'subject',
    });
  }
  settlingOf(parts, source, stated);
}
