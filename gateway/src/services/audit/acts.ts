import {
  CLOCK_TOLERANCE,
  HanlianError,
  type AuditEntry,
  type AuditExportQuery,
  type AuditQuery,
} from '@hanlian/chaincode/domain';
import type { Position } from '../../ledger/port.js';
import type { ActsQuery } from '../../readmodel/act-rows.js';
import { historyOf } from '../licenses/read.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { pageThrough, type Extent } from '../pages.js';
import type { Caller, Page } from '../types.js';

const AFTER_EVERY_INDEX = 999_999;

/** A page of acts; its cursor is the last one looked at. */
export const listActs = (
  parts: LicenseParts,
  caller: Caller,
  { limit, ...filter }: AuditQuery,
): Promise<Page<AuditEntry>> => findActs(parts, caller, filter, { limit });

/** @throws {HanlianError} FORBIDDEN when another department's acts are asked for, and what is wrong with a date or identifier */
export async function findActs(
  parts: LicenseParts,
  caller: Caller,
  asked: AuditExportQuery,
  extent: Extent,
): Promise<Page<AuditEntry>> {
  await parts.caughtUp();
  const filter = withinScope(caller, asked);
  const passes = filterOf(filter);
  return pageThrough(
    candidates(parts, filter),
    extent,
    ({ block, index }) => `${block}~${index}`,
    (act) => (passes(act) ? act : undefined),
  );
}

/** An auditor asks for whatever there is, anyone else for its own department's. */
function withinScope(caller: Caller, asked: AuditExportQuery): AuditExportQuery {
  if (caller.scopes.has('audit:read')) return asked;
  const { department = caller.department } = asked;
  if (department === caller.department) return { ...asked, department };
  throw new HanlianError('FORBIDDEN', 'Only auditors see the acts of other departments');
}

/** The acts worth looking at, in ledger order: those of one certificate, else the narrowest index's. */
async function* candidates(parts: LicenseParts, filter: AuditExportQuery): AsyncGenerator<AuditEntry> {
  const after = await beginningOf(parts, filter);
  if (filter.certificate === undefined) {
    yield* parts.model.acts({ ...after, ...narrowest(filter) });
    return;
  }
  const { entries } = await historyOf(parts, filter.certificate);
  const places = new Map(entries.map(({ recorded }) => [recorded.transactionId, recorded]));
  for (const place of [...places.values()].sort(byPlace)) {
    const act = isPast(place, after.after) ? parts.model.act(place) : undefined;
    if (act !== undefined) yield act;
  }
}

const byPlace = (one: Position, other: Position): number =>
  one.block - other.block || one.index - other.index;

const isPast = (place: Position, after: Position | undefined): boolean =>
  after === undefined || byPlace(place, after) > 0;

function narrowest({ person, type, department }: AuditExportQuery): Pick<ActsQuery, 'by'> {
  if (person !== undefined) return { by: { index: 'person', value: person } };
  if (type !== undefined) return { by: { index: 'type', value: type } };
  return department === undefined ? {} : { by: { index: 'department', value: department } };
}

/**
 * After which place to look: the cursor's, or where the period may begin. A transaction's own time lies at most the
 * tolerance ahead of the clocks, so no block seen before that can hold one of the period.
 */
async function beginningOf(
  { journal }: LicenseParts,
  { cursor, from }: AuditExportQuery,
): Promise<Pick<ActsQuery, 'after'>> {
  if (cursor !== undefined) {
    const [block, index] = cursor.split('~');
    return { after: { block: Number(block), index: Number(index) } };
  }
  if (from === undefined) return {};
  const earliest = (readMoment(from, 'start', 'from') - CLOCK_TOLERANCE) * 1000;
  return { after: { block: await journal.heightAt(earliest), index: AFTER_EVERY_INDEX } };
}

function filterOf(filter: AuditExportQuery): (act: AuditEntry) => boolean {
  const { department, person, type, from, to } = filter;
  const after = from === undefined ? -Infinity : readMoment(from, 'start', 'from') * 1000;
  const before = to === undefined ? Infinity : readMoment(to, 'end', 'to') * 1000;
  const isOne = (wanted: string | undefined, ...values: readonly (string | undefined)[]): boolean =>
    wanted === undefined || values.includes(wanted);
  return (act) => {
    const at = Date.parse(act.at);
    return (
      isOne(department, act.department, act.issuer) &&
      isOne(person, act.person, act.reviewer) &&
      isOne(type, act.type) &&
      at >= after &&
      at < before
    );
  };
}
