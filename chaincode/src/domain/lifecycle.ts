import { HanlianError } from './errors/index.js';
import type { Operation, StateCode, Transition } from './schemas/license.js';
import type { Standing } from './schemas/license-answers.js';

/**
 * The life cycle of a certificate as data (住建部 电子证照 upload specification: eight states, ten operations; the law's
 * own distinctions kept: 撤销 should never have been granted, 吊销 is a penalty, 注销 a procedural end, 失效 superseded or
 * expired). Contracts, read model and verification all read it here.
 */
export interface OperationRule {
  readonly from: readonly StateCode[];
  readonly to: StateCode;
  /** What the license is afterwards; absent for an annotation, which changes nothing. */
  readonly standing?: Standing;
  /** The national operation code (01 新发 … 10 取消转出); those without one of their own report as 07 其他. */
  readonly nationalCode: string;
  /** Whether it may be dated at or after the license's end: never, always, or within the type's renewal grace. */
  readonly afterEnd: 'never' | 'always' | 'grace';
  /** Whether it may be dated before the license's start. */
  readonly beforeStart: boolean;
}

const VALID = '01';
const SUSPENDED = '02';
const ANNULLED = '03';
const SUPERSEDED = '05';
const TRANSFERRING = '06';

const within = { afterEnd: 'never', beforeStart: false } as const;

/**
 * Why some acts may be dated outside the license's period: a license that should never have been granted can be
 * annulled at any time (行政许可法 art. 69); one that has run out and was not renewed must be deregistered (art. 70(1)),
 * so ending it procedurally stays open, also before it begins; what was taken or sent away can still come back or
 * arrive. Revocation is a penalty that ends a right: after the period there is none left to end, so a decision made
 * while it ran must be dated so.
 */
export const LIFECYCLE: Readonly<Record<Operation, OperationRule>> = {
  amend: { from: ['01'], to: '05', standing: 'superseded', nationalCode: '09', ...within },
  renew: { from: ['01'], to: '05', standing: 'superseded', nationalCode: '02', ...within, afterEnd: 'grace' },
  suspend: { from: ['01'], to: '02', standing: 'suspended', nationalCode: '03', ...within },
  reinstate: { from: ['02'], to: '01', standing: 'valid', nationalCode: '06', ...within, afterEnd: 'always' },
  annul: {
    from: ['01', '02', '04', '05', '06', '07', '99'],
    to: '03',
    standing: 'annulled',
    nationalCode: '05',
    afterEnd: 'always',
    beforeStart: true,
  },
  revoke: { from: ['01', '02'], to: '07', standing: 'revoked', nationalCode: '05', ...within },
  deregister: {
    from: ['01', '02'],
    to: '04',
    standing: 'deregistered',
    nationalCode: '05',
    afterEnd: 'always',
    beforeStart: true,
  },
  transferOut: { from: ['01'], to: '06', standing: 'transferredOut', nationalCode: '05', ...within },
  confirmTransferOut: {
    from: ['06'],
    to: '05',
    standing: 'transferredOut',
    nationalCode: '05',
    ...within,
    afterEnd: 'always',
  },
  cancelTransfer: {
    from: ['06'],
    to: '01',
    standing: 'valid',
    nationalCode: '10',
    ...within,
    afterEnd: 'always',
  },
  inspect: { from: ['01'], to: '01', nationalCode: '07', ...within },
  other: { from: ['01', '02'], to: '99', standing: 'other', nationalCode: '07', ...within },
};

/** How a certificate came to stand here, as a national operation code. */
export const ORIGIN_CODES = { issue: '01', import: '01', transferIn: '08' } as const;

const OPERATIONS = Object.keys(LIFECYCLE) as readonly Operation[];

/** A certificate's validity: from `f` on, before `u` (absent: without end). Instants in seconds. */
export interface Validity {
  readonly f: number;
  readonly u?: number | undefined;
}

/** What the life cycle reads of a transition: operation, effectiveAt, and the end of a suspension. */
export type Happening = Pick<Transition, 'o' | 'e' | 'u'>;

/** The legal state at an instant. `since` and `until` bound it where they are known. */
export interface Situation {
  readonly state: StateCode;
  readonly standing: Standing;
  readonly since?: number;
  readonly until?: number;
}

/** From `at` on, until the next mark. */
interface Mark {
  readonly at: number;
  readonly state: StateCode;
  readonly standing: Standing;
}

/**
 * What each happening made of the license, in time. Happenings come in ledger order, and each replaces all that was
 * to follow it in time: an act ends a suspension before its day, and an annulment, which alone may reach back, wipes
 * out what came after.
 */
function marksOf(happenings: readonly Happening[]): readonly Mark[] {
  const marks: Mark[] = [{ at: -Infinity, state: VALID, standing: 'valid' }];
  for (const { o, e, u } of happenings) {
    const { to, standing } = LIFECYCLE[o];
    if (standing === undefined) continue;
    while ((marks.at(-1) as Mark).at > e) marks.pop();
    marks.push({ at: e, state: to, standing });
    if (to === SUSPENDED && u !== undefined) marks.push({ at: u, state: VALID, standing: 'valid' });
  }
  return marks;
}

/** The mark an instant falls under, and where the next one begins. */
function markAt(happenings: readonly Happening[], at: number): Mark & { readonly next?: number } {
  const marks = marksOf(happenings);
  const index = marks.findLastIndex((mark) => mark.at <= at);
  const next = marks[index + 1]?.at;
  return { ...(marks[index] as Mark), ...(next !== undefined && { next }) };
}

const earliest = (...instants: readonly (number | undefined)[]): { readonly until?: number } => {
  const until = Math.min(...instants.map((instant) => instant ?? Infinity));
  return until === Infinity ? {} : { until };
};

const isOpen = (state: StateCode): boolean =>
  state === VALID || state === SUSPENDED || state === TRANSFERRING;

/**
 * The legal state at an instant. Expiry and not-yet are computed from the dates, a suspension with an end lapses by
 * itself; an ended license does not expire, and an annulled one is annulled from its effectiveAt on, whatever else
 * happened.
 *
 * @param happenings in ledger order, which breaks ties of effectiveAt
 */
export function stateOf(license: Validity, happenings: readonly Happening[], at: number): Situation {
  const { state, standing, at: since, next } = markAt(happenings, at);
  if (!isOpen(state)) return { state, standing, since, ...earliest(next) };
  if (at < license.f) return { state, standing: 'notYetValid', ...earliest(license.f, next) };
  if (license.u !== undefined && at >= license.u) {
    return { state: SUPERSEDED, standing: 'expired', since: Math.max(license.u, since), ...earliest(next) };
  }
  return { state, standing, since: Math.max(license.f, since), ...earliest(license.u, next) };
}

/** An act about to be added to a license's transitions. */
export interface Act {
  readonly operation: Operation;
  readonly effectiveAt: number;
  /** The end of a suspension. */
  readonly until?: number | undefined;
}

/** What else an act is judged by: the transaction's time, and how long after its end the type may be renewed. */
export interface Terms {
  readonly txTime: number;
  readonly renewalGraceDays: number;
}

const DAY = 86400;
/** A renewal is dated at the old end, months ahead; a slip of the pen in the year is caught. */
const FURTHEST_AHEAD = 366 * DAY;
/** Two honest clocks differ by no more. */
export const CLOCK_TOLERANCE = 15 * 60;

/** Whether an act of this kind may be dated here: its state allows it, and so do the license's dates. */
function isAllowed(
  operation: Operation,
  license: Validity,
  happenings: readonly Happening[],
  { effectiveAt, renewalGraceDays }: { effectiveAt: number; renewalGraceDays: number },
): boolean {
  const rule = LIFECYCLE[operation];
  // Nothing undoes an annulment, so for a second one it is no matter how far back it is dated.
  const annulled = happenings.some(({ o }) => o === 'annul');
  const state = annulled ? ANNULLED : markAt(happenings, effectiveAt).state;
  if (!rule.from.includes(state)) return false;
  if (effectiveAt < license.f) return rule.beforeStart;
  if (license.u === undefined || effectiveAt < license.u) return true;
  if (rule.afterEnd === 'grace') return effectiveAt < license.u + renewalGraceDays * DAY;
  return rule.afterEnd === 'always';
}

/** The acts the license's state and dates allow at an instant. */
export const allowedAt = (
  license: Validity,
  happenings: readonly Happening[],
  at: { readonly effectiveAt: number; readonly renewalGraceDays: number },
): readonly Operation[] => OPERATIONS.filter((operation) => isAllowed(operation, license, happenings, at));

function checkDates(
  { operation, effectiveAt, until }: Act,
  last: Happening | undefined,
  txTime: number,
): void {
  const latest = txTime + (operation === 'annul' ? CLOCK_TOLERANCE : FURTHEST_AHEAD);
  if (effectiveAt > latest) {
    throw new HanlianError('EFFECTIVE_TOO_LATE', `${operation} may be dated ${latest} at the latest`, {
      field: 'effectiveAt',
      expected: latest,
      received: effectiveAt,
    });
  }
  if (operation !== 'annul' && last !== undefined && effectiveAt < last.e) {
    throw new HanlianError(
      'EFFECTIVE_BEFORE_LAST',
      `The last transition, ${last.o}, took effect at ${last.e}`,
      {
        field: 'effectiveAt',
        expected: last.e,
        received: effectiveAt,
      },
    );
  }
  if (until !== undefined && until <= effectiveAt) {
    throw new HanlianError('FIELD_INVALID', 'A suspension must end after it begins', {
      field: 'until',
      expected: effectiveAt,
      received: until,
    });
  }
}

/**
 * Judges an act on the standing at its effectiveAt, and gives the state it leads to. Only an annulment may be dated
 * before the last transition.
 *
 * @throws {HanlianError} EFFECTIVE_TOO_LATE, EFFECTIVE_BEFORE_LAST, FIELD_INVALID (`until`), ILLEGAL_TRANSITION
 */
export function judge(
  license: Validity,
  happenings: readonly Happening[],
  act: Act,
  { txTime, renewalGraceDays }: Terms,
): StateCode {
  const { operation, effectiveAt } = act;
  checkDates(act, happenings.at(-1), txTime);
  const at = { effectiveAt, renewalGraceDays };
  if (!isAllowed(operation, license, happenings, at)) {
    const { state, standing } = stateOf(license, happenings, effectiveAt);
    throw new HanlianError(
      'ILLEGAL_TRANSITION',
      `${operation} is not possible while ${standing} (${state})`,
      {
        expected: [...allowedAt(license, happenings, at)],
        received: operation,
        state,
        standing,
      },
    );
  }
  return LIFECYCLE[operation].to;
}
