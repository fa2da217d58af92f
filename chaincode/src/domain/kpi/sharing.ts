import type { Grant, GrantDecision, RefusalGround } from '../schemas/grants.js';
import type { FindingRecord } from '../schemas/findings.js';
import type { AnchoredStretch, AnchorRecord } from '../schemas/receipts.js';
import type { Instant, LegalDate } from '../time/index.js';
import { dateOfInstant } from '../time/index.js';

/** From an instant to before another. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** What stood on the ledger at a period's end: each grant and finding in its last revision by then, and every anchor. */
export interface SharingLedger {
  readonly grants: readonly Grant[];
  readonly anchors: readonly AnchorRecord[];
  readonly findings: readonly FindingRecord[];
}

/** The queries of a day, how many were answered with data, or refused; and the products that operators handed on. */
export interface CallsOfDay {
  readonly date: LegalDate;
  readonly calls: number;
  readonly released: number;
  readonly refused: number;
  readonly onward: number;
}

/** How sharing went in a period, as the ledger alone tells it: whoever has the records computes the same. */
export interface SharingFigures {
  /** Calls whose receipts were anchored on a day at UTC+8, and what came of those that were answered by then. */
  readonly days: readonly CallsOfDay[];
  readonly requests: {
    readonly made: number;
    /** By the ledger itself, what is shared unconditionally. */
    readonly grantedAtOnce: number;
    readonly granted: number;
    readonly refused: number;
    /** Of those, by which ground of law the ledger refused. */
    readonly grounds: Readonly<Partial<Record<RefusalGround, number>>>;
    readonly escalated: number;
    readonly withdrawn: number;
  };
  /** Steps on requests that fell due, and how many were taken in time. */
  readonly deadlines: { readonly due: number; readonly kept: number };
  readonly findings: { readonly reported: number; readonly due: number; readonly answeredInTime: number };
}

const within = ({ from, to }: Period, at: Instant): boolean => from <= at && at < to;

/** How sharing went in a period. */
export const sharingFigures = (
  { grants, anchors, findings }: SharingLedger,
  period: Period,
): SharingFigures => ({
  days: daysOf(anchors, period),
  requests: requestsOf(grants, period),
  deadlines: deadlinesOf(grants, period),
  findings: {
    reported: findings.filter(({ reportedAt }) => within(period, reportedAt)).length,
    ...answeredOf(findings, period),
  },
});

function daysOf(anchors: readonly AnchorRecord[], period: Period): SharingFigures['days'] {
  const days = new Map<LegalDate, CallsOfDay>();
  for (const { stretches, txTime } of anchors) {
    if (!within(period, txTime)) continue;
    const date = dateOfInstant(txTime);
    for (const stretch of stretches) {
      days.set(date, withStretch(days.get(date) ?? noneOn(date), stretch));
    }
  }
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

const noneOn = (date: LegalDate): CallsOfDay => ({ date, calls: 0, released: 0, refused: 0, onward: 0 });

const withStretch = (
  day: CallsOfDay,
  { first, last, calls, refusals, onward = 0 }: AnchoredStretch,
): CallsOfDay => ({
  date: day.date,
  calls: day.calls + calls,
  released: day.released + (last - first + 1 - calls - refusals - onward),
  refused: day.refused + refusals,
  onward: day.onward + onward,
});

function requestsOf(grants: readonly Grant[], period: Period): SharingFigures['requests'] {
  const decisions = grants.flatMap((grant) => grant.decisions).filter(({ txTime }) => within(period, txTime));
  const count = (test: (decision: GrantDecision) => boolean): number => decisions.filter(test).length;
  const grounds: Partial<Record<RefusalGround, number>> = {};
  for (const { refusal } of decisions) {
    if (refusal !== undefined) grounds[refusal.ground] = (grounds[refusal.ground] ?? 0) + 1;
  }
  return {
    made: count(({ act }) => act === 'request'),
    grantedAtOnce: count(({ act, by }) => act === 'grant' && by === undefined),
    granted: count(({ act }) => act === 'grant' || act === 'overrule'),
    refused: count(({ act }) => act === 'refuse'),
    grounds,
    escalated: count(({ act }) => act === 'escalate'),
    withdrawn: count(({ act }) => act === 'withdraw'),
  };
}

/** A step is kept by the next decision, whichever it is, made before it was due. */
function deadlinesOf(grants: readonly Grant[], period: Period): SharingFigures['deadlines'] {
  let due = 0;
  let kept = 0;
  for (const { decisions } of grants) {
    decisions.forEach(({ due: by }, i) => {
      if (by === undefined) return;
      const next = decisions[i + 1];
      const isKept = next !== undefined && next.txTime < by;
      if (!within(period, isKept ? next.txTime : by)) return;
      due += 1;
      if (isKept) kept += 1;
    });
  }
  return { due, kept };
}

function answeredOf(
  findings: readonly FindingRecord[],
  period: Period,
): Pick<SharingFigures['findings'], 'due' | 'answeredInTime'> {
  const owed = findings.filter(({ due }) => within(period, due));
  const inTime = owed.filter(({ answers: [first], due }) => first !== undefined && first.txTime < due);
  return { due: owed.length, answeredInTime: inTime.length };
}
