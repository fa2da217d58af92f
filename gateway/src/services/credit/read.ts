import {
  dateOfInstant,
  endOfDate,
  formatInstant,
  hasJoined,
  HanlianError,
  keyPrefixes,
  keys,
  publicationOf,
  rangeOf,
  requireShown,
  requireSubject,
  splitKey,
  type CreditEntry,
  type CreditEntryAnswer,
  type EntriesQuery,
  type EntriesView,
  type EntryReference,
  type EntrySet,
  type Instant,
  type PublicationsQuery,
  type StopDuties,
} from '@hanlian/chaincode/domain';
import type { EntryList } from '../../readmodel/entry-lists.js';
import type { Row } from '../../readmodel/row.js';
import { readMoment } from '../moments.js';
import { pageThrough } from '../pages.js';
import { recordAt } from '../records.js';
import { parseRow } from '../registry-view.js';
import type { Caller, Page } from '../types.js';
import { requireEntryRecord } from './act.js';
import { findBody, statedIn } from './bodies.js';
import type { CreditParts } from './parts.js';
import { clocksOf, entryView } from './view.js';

type ReadParts = Pick<CreditParts, 'model' | 'now' | 'caughtUp' | 'documents' | 'registry'>;

/** Who handles an entry sees its body, and it itself when it is not published; auditors see the latter. */
const handles = ({ registry }: ReadParts, caller: Caller, source: string, now: number): boolean =>
  registry.lineOf(source, now).includes(caller.department) ||
  registry.department(caller.department)?.kind === 'credit';

/** One entry as it stands now. @throws {HanlianError} ENTRY_UNKNOWN, ENTRY_REPAIRED, ENTRY_ANNULLED, ENTRY_NOT_PUBLISHED */
export async function getEntry(
  parts: ReadParts,
  caller: Caller,
  reference: EntryReference,
): Promise<CreditEntryAnswer> {
  await parts.caughtUp();
  const record = requireEntryRecord(parts, reference);
  const now = parts.now();
  const clocks = await clocksOf(parts.model);
  const isHandled = handles(parts, caller, record.source, now);
  if (!isHandled && caller.role !== 'auditor') requireShown(publicationOf(record, clocks.publication, now));
  const view = entryView(reference, record, clocks, now);
  const body = isHandled ? findBody(parts.documents, reference, record.facts.root) : undefined;
  return body === undefined ? view : { ...view, fields: statedIn(body) };
}

export interface PlacedRecord extends EntryReference {
  readonly record: CreditEntry;
}

/** The entries whose keys begin so, in their order, as they are asked for. */
export async function* entriesIn(
  { model }: Pick<CreditParts, 'model'>,
  subject?: string,
  after?: string,
): AsyncGenerator<PlacedRecord> {
  const { start, end } = rangeOf(keyPrefixes.entry, ...(subject === undefined ? [] : [subject]));
  const from = after === undefined ? start : `${keyPrefixes.entry}~${after}\u0000`;
  for await (const { key, row } of model.rows(from, end)) yield placedIn(key, row);
}

/** The entries of a list of the index, in the same order. */
export async function* entriesListed(
  { model }: Pick<CreditParts, 'model'>,
  list: EntryList,
  after?: string,
): AsyncGenerator<PlacedRecord> {
  for await (const { key, row } of model.listed(list, after)) yield placedIn(key, row);
}

/** All entries, or one source's. */
export const entriesFrom = (
  parts: Pick<CreditParts, 'model'>,
  source: string | undefined,
  after: string | undefined,
): AsyncGenerator<PlacedRecord> =>
  source === undefined ? entriesIn(parts, undefined, after) : entriesListed(parts, { source }, after);

function placedIn(key: string, row: Row): PlacedRecord {
  const [, subject = '', entry = ''] = splitKey(key);
  return { subject, entry, record: parseRow(row) as CreditEntry };
}

export const cursorOf = ({ subject, entry }: EntryReference): string => `${subject}~${entry}`;

const headOf = ({ model }: Pick<CreditParts, 'model'>, subject: string): EntrySet => {
  const head = recordAt(model, keys.entrySet(subject)) as EntrySet | undefined;
  if (head !== undefined) return head;
  throw new HanlianError('SUBJECT_UNKNOWN', 'The enterprise has no registration here', { field: 'subject' });
};

/**
 * An enterprise's own set, and those of its predecessors by an instant.
 *
 * @throws {HanlianError} SUBJECT_UNKNOWN and what is wrong with its code
 */
export function setsOf(
  parts: Pick<CreditParts, 'model'>,
  subject: string,
  at: Instant,
): readonly [string, EntrySet][] {
  requireSubject(subject, 'subject');
  const sets: [string, EntrySet][] = [[subject, headOf(parts, subject)]];
  for (const [heir, { predecessors = [] }] of sets) {
    for (const code of predecessors) {
      const head = headOf(parts, code);
      if (hasJoined(head, heir, at)) sets.push([code, head]);
    }
  }
  return sets;
}

/** Everything a caller may see of an enterprise's record at a moment, with the heads that say how much there is. */
export async function entriesOf(
  parts: ReadParts,
  caller: Caller,
  subject: string,
  { at }: EntriesQuery,
): Promise<EntriesView> {
  await parts.caughtUp();
  const now = parts.now();
  const moment = at === undefined ? now : readMoment(at, 'end', 'at');
  const clocks = await clocksOf(parts.model);
  const sets = setsOf(parts, subject, moment).map(
    async ([code, { count, chain, sm3Chain, successor, endedSince }]) => {
      const entries: CreditEntryAnswer[] = [];
      for await (const { record, ...reference } of entriesIn(parts, code)) {
        const view = entryView(reference, record, clocks, moment);
        const isSeen = handles(parts, caller, record.source, now) || caller.role === 'auditor';
        if (view.publication.shown || isSeen) entries.push(view);
      }
      return {
        subject: code,
        count,
        chain,
        sm3Chain,
        ...(successor !== undefined && { successor }),
        ...(endedSince !== undefined && { endedSince }),
        entries,
      };
    },
  );
  return { subject, at: formatInstant(moment), sets: await Promise.all(sets) };
}

/** What is published on a day, at its end or now if it is today; by enterprise. */
export async function publications(
  parts: ReadParts,
  { on, category, source, limit, cursor }: PublicationsQuery,
): Promise<Page<CreditEntryAnswer>> {
  await parts.caughtUp();
  const now = parts.now();
  const at = on === undefined || on === dateOfInstant(now) ? now : endOfDate(on) - 1;
  const clocks = await clocksOf(parts.model);
  return pageThrough(entriesFrom(parts, source, cursor), { limit }, cursorOf, ({ record, ...reference }) => {
    if ((category ?? record.category) !== record.category) return undefined;
    const view = entryView(reference, record, clocks, at);
    return view.publication.shown ? view : undefined;
  });
}

export const findDuties = (
  { model }: Pick<CreditParts, 'model'>,
  { subject, entry }: EntryReference,
): StopDuties | undefined => recordAt(model, keys.stopDuties(subject, entry)) as StopDuties | undefined;
