import { HanlianError } from '../errors/index.js';
import { CLOCK_TOLERANCE } from '../lifecycle.js';
import type {
  ConsentAct,
  ConsentRecord,
  ConsentStatement,
  PullQuota,
  PullStatement,
} from '../schemas/sharing.js';
import { dateOfInstant } from '../time/index.js';

/** After so many acts a consent can no longer be resumed, only paused or withdrawn: its record has an end. */
const MOST_RESUMED = 62;

const LEADS: Readonly<Record<ConsentAct, { from: readonly string[]; to: ConsentRecord['state'] }>> = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  withdraw: { from: ['active', 'paused'], to: 'withdrawn' },
};

/**
 * The state an act of the holder leads to.
 *
 * @throws {HanlianError} CONSENT_ACT_IMPOSSIBLE
 */
export function stateAfter(act: ConsentAct, { state, acts }: ConsentRecord): ConsentRecord['state'] {
  const { from, to } = LEADS[act];
  if (from.includes(state) && (act !== 'resume' || acts.length < MOST_RESUMED)) return to;
  throw new HanlianError('CONSENT_ACT_IMPOSSIBLE', `${act} does not follow ${state}`, {
    expected: [...from],
    received: state,
  });
}

/** Whether nothing can be pulled under a consent any more. */
export const isEnded = ({ state, until }: Pick<ConsentRecord, 'state' | 'until'>, at: number): boolean =>
  state === 'withdrawn' || until <= at;

/** Where a consent stands at an instant. */
export function consentStanding(
  { state, since, until }: Pick<ConsentRecord, 'state' | 'since' | 'until'>,
  at: number,
): ConsentRecord['state'] | 'expired' | 'pending' {
  if (state === 'withdrawn') return state;
  if (until <= at) return 'expired';
  if (state === 'paused') return state;
  return at < since ? 'pending' : 'active';
}

const NOT_LIVE = {
  withdrawn: 'CONSENT_WITHDRAWN',
  expired: 'CONSENT_EXPIRED',
  paused: 'CONSENT_PAUSED',
  pending: 'CONSENT_NOT_BEGUN',
} as const;

/** @throws {HanlianError} CONSENT_WITHDRAWN, CONSENT_EXPIRED, CONSENT_PAUSED, CONSENT_NOT_BEGUN */
export function requireLive(record: ConsentRecord, at: number): void {
  const standing = consentStanding(record, at);
  if (standing === 'active') return;
  throw new HanlianError(NOT_LIVE[standing], `The consent is ${standing} at ${at}`, {
    since: record.since,
    until: record.until,
  });
}

/**
 * A consent has a period, and was not signed ahead of its time.
 *
 * @throws {HanlianError} FIELD_INVALID, STATEMENT_OUT_OF_TIME, CONSENT_EXPIRED
 */
export function requireConsentTimes({ since, until, issuedAt }: ConsentStatement, at: number): void {
  if (until <= since) {
    throw new HanlianError('FIELD_INVALID', 'A period must end after it begins', {
      field: 'until',
      expected: since,
      received: until,
    });
  }
  requireNotAhead(issuedAt, at);
  if (until <= at)
    throw new HanlianError('CONSENT_EXPIRED', `The consent ends at ${until}`, { since, until });
}

/** @throws {HanlianError} STATEMENT_OUT_OF_TIME */
export function requireNotAhead(issuedAt: number, at: number): void {
  if (issuedAt > at + CLOCK_TOLERANCE) throw outOfTime(issuedAt, at);
}

/** @throws {HanlianError} STATEMENT_OUT_OF_TIME when it was signed more than 15 minutes from now */
export function requireOfNow(issuedAt: number, at: number): void {
  if (Math.abs(issuedAt - at) > CLOCK_TOLERANCE) throw outOfTime(issuedAt, at);
}

const outOfTime = (issuedAt: number, at: number): HanlianError =>
  new HanlianError('STATEMENT_OUT_OF_TIME', `The statement was signed at ${issuedAt}, it is ${at}`, {
    field: 'issuedAt',
    expected: at,
    received: issuedAt,
  });

/**
 * What is asked for lies within what was consented to.
 *
 * @throws {HanlianError} CONSENT_OF_ANOTHER, CONSENT_NOT_COVERED
 */
export function requireCovered(consent: ConsentStatement, asked: PullStatement): void {
  if (asked.recipient !== consent.recipient || asked.provider !== consent.provider) {
    throw new HanlianError('CONSENT_OF_ANOTHER', 'The consent names another bank or another office');
  }
  if (asked.purpose !== consent.purpose) throw notCovered('purpose', asked.purpose, [consent.purpose]);
  const beyond = asked.fields.find((field) => !consent.fields.includes(field));
  if (beyond !== undefined) throw notCovered('fields', beyond, consent.fields);
}

const notCovered = (field: string, received: string, expected: readonly string[]): HanlianError =>
  new HanlianError('CONSENT_NOT_COVERED', `The consent does not cover ${received}`, {
    field,
    expected: [...expected],
    received,
  });

/** In which count a pull at that time falls: all, or those of its month or its day, at UTC+8. */
export function windowOf({ per }: PullQuota, at: number): string {
  if (per === 'term') return per;
  const date = dateOfInstant(at);
  return per === 'month' ? date.slice(0, 'YYYY-MM'.length) : date;
}

/** @throws {HanlianError} CONSENT_EXHAUSTED */
export function requireSlot({ limit }: PullQuota, slot: number): void {
  if (slot <= limit) return;
  throw new HanlianError('CONSENT_EXHAUSTED', `The consent allows ${limit} pulls`, {
    field: 'slot',
    expected: limit,
    received: slot,
  });
}
