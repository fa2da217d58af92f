import { dateOfInstant, stopDutiesAt, type OverdueItem, type OverdueQuery } from '@hanlian/chaincode/domain';
import { LOOKED_THROUGH } from '../pages.js';
import type { Caller, Page } from '../types.js';
import type { CreditParts } from './parts.js';
import { cursorOf, entriesFrom, entriesListed, findDuties, type PlacedRecord } from './read.js';
import type { Recipients } from './recipients.js';
import { clocksOf, repairDueOf, reportOf, type Clocks } from './view.js';

type Kind = OverdueItem['kind'];

const MESSAGES: Readonly<Record<Kind, OverdueItem['message']>> = {
  report: {
    zh: '决定作出后未在规定的工作日内报送',
    en: 'The decision was reported later than the rules allow',
  },
  repair: { zh: '信用修复的下一步已超过期限', en: 'The next step of the repair is overdue' },
  stopUse: {
    zh: '修复后仍有接收方未确认停止使用',
    en: 'After the repair, some who were told have not said that they stopped',
  },
};

interface Circumstances {
  readonly parts: CreditParts;
  readonly recipients: Recipients;
  readonly clocks: Clocks;
  readonly isOffice: boolean;
  readonly now: number;
}

/** The duties that were not met in time, by enterprise and entry. */
export async function overdue(
  parts: CreditParts,
  recipients: Recipients,
  caller: Caller,
  { kind, source, limit, cursor }: OverdueQuery,
): Promise<Page<OverdueItem>> {
  await parts.caughtUp();
  const circumstances: Circumstances = {
    parts,
    recipients,
    clocks: await clocksOf(parts.model),
    isOffice: parts.registry.department(caller.department)?.kind === 'credit',
    now: parts.now(),
  };
  const items: OverdueItem[] = [];
  let looked = 0;
  let next = '';
  const entries =
    kind === undefined || kind === 'report'
      ? entriesFrom(parts, source, cursor)
      : // What is due of a repair is due of an entry whose repair was applied for.
        entriesListed(parts, 'repairs', cursor);
  for await (const placed of entries) {
    if (items.length >= limit || looked === LOOKED_THROUGH) return { items, next };
    looked += 1;
    next = cursorOf(placed);
    if ((source ?? placed.record.source) !== placed.record.source) continue;
    items.push(...dutiesOf(circumstances, placed).filter((item) => (kind ?? item.kind) === item.kind));
  }
  return { items };
}

function dutiesOf(circumstances: Circumstances, placed: PlacedRecord): readonly OverdueItem[] {
  return [
    report(circumstances, placed),
    repair(circumstances, placed),
    stopUse(circumstances, placed),
  ].filter((item) => item !== undefined);
}

const itemOf = (
  kind: Kind,
  { subject, entry, record: { source } }: PlacedRecord,
  due: string,
): OverdueItem => ({
  subject,
  entry,
  kind,
  source,
  due,
  message: MESSAGES[kind],
});

function report({ clocks }: Circumstances, placed: PlacedRecord): OverdueItem | undefined {
  const { facts, published } = placed.record;
  const told = reportOf(clocks, facts.decidedAt, published.at);
  return told?.late === true ? itemOf('report', placed, told.due) : undefined;
}

function repair({ clocks, now }: Circumstances, placed: PlacedRecord): OverdueItem | undefined {
  const due = repairDueOf(clocks, placed.record, now);
  return due !== undefined && dateOfInstant(now) > due ? itemOf('repair', placed, due) : undefined;
}

function stopUse(
  { parts, recipients, isOffice, now }: Circumstances,
  placed: PlacedRecord,
): OverdueItem | undefined {
  const duties = findDuties(parts, placed);
  if (duties === undefined) return undefined;
  const { overdue: open } = stopDutiesAt(duties, now);
  if (open === 0) return undefined;
  const waiting = new Set(
    duties.recipients.filter(({ at }) => at === undefined).map(({ commitment }) => commitment),
  );
  const named = recipients.of(placed, duties).filter(({ commitment }) => waiting.has(commitment));
  return {
    ...itemOf('stopUse', placed, duties.due),
    open,
    ...(isOffice && { recipients: named.map(({ department }) => department) }),
  };
}
