import { HanlianError } from '../errors/index.js';
import type { LoanFile } from '../schemas/loan-records.js';
import type { ClaimActStatement, ClaimState, ClaimStatement } from '../schemas/subsidy.js';
import { dateOfInstant } from '../time/index.js';
import { CLAIM_LIFECYCLE } from './lifecycle.js';
import { fenOf, fenText } from './money.js';

/** One claim of a loan and period stands at a time; one that was refused, taken back or recovered may be made anew. */
export const isStanding = (state: ClaimState): boolean => state === 'claimed' || isGranted(state);

/** Money was granted, and not all of it has come back: the claim holds its nullifier. */
export const isGranted = (state: ClaimState): boolean => state === 'approved' || state === 'paid';

/** So many claims one loan may have: refused ones count as well. */
export const MOST_CLAIMS = 240;

/**
 * No subsidy is approved or paid that rests on what was owed from that day on.
 *
 * @param stateOf how a claim stands; undefined: it is not made yet
 * @throws {HanlianError} LOAN_SUBSIDY_STANDS
 */
export async function requireNoSubsidySince(
  claims: LoanFile['claims'],
  date: string,
  stateOf: (id: string) => ClaimState | undefined | Promise<ClaimState | undefined>,
): Promise<void> {
  for (const { id, period } of claims.filter((claim) => claim.period.to >= date)) {
    const state = await stateOf(id);
    if (state === undefined || !isGranted(state)) continue;
    throw new HanlianError(
      'LOAN_SUBSIDY_STANDS',
      `A subsidy for ${period.from} to ${period.to} is ${state}`,
      { field: 'date', expected: `after ${period.to}`, received: date },
    );
  }
}

/** How far a claim has come. */
export interface ClaimStanding {
  readonly state: ClaimState;
  readonly paid: boolean;
  /** Of what was granted, in 分. */
  readonly recovered: string;
}

/**
 * What was paid was paid by today.
 *
 * @throws {HanlianError} MOVEMENT_DATE_OUTSIDE
 */
function requirePaidBy(date: string, at: number): void {
  const today = dateOfInstant(at);
  if (date <= today) return;
  throw new HanlianError('MOVEMENT_DATE_OUTSIDE', 'What was paid was paid by today', {
    field: 'date',
    expected: today,
    received: date,
  });
}

/**
 * What comes back: never more than was granted, and of a claim that was not paid the whole.
 *
 * @throws {HanlianError} RECOVERY_ABOVE_GRANT
 */
function recoveredFrom(standing: ClaimStanding, granted: string, amount: string): ClaimStanding {
  const left = fenOf(granted) - fenOf(standing.recovered);
  const isWhole = fenOf(amount) === left;
  if (isWhole || (fenOf(amount) < left && standing.state === 'paid')) {
    const recovered = fenText(fenOf(standing.recovered) + fenOf(amount));
    return { ...standing, recovered, ...(isWhole && { state: 'recovered' }) };
  }
  throw new HanlianError('RECOVERY_ABOVE_GRANT', `${left} 分 can be recovered`, {
    field: 'amount',
    expected: fenText(left),
    received: amount,
  });
}

/**
 * How a claim stands after an act that is possible where it stood.
 *
 * @throws {HanlianError} MOVEMENT_DATE_OUTSIDE, RECOVERY_ABOVE_GRANT
 */
export function claimChangedBy(
  statement: ClaimActStatement,
  { amount: granted }: Pick<ClaimStatement, 'amount'>,
  standing: ClaimStanding,
  at: number,
): ClaimStanding {
  const { to = standing.state } = CLAIM_LIFECYCLE[statement.act];
  if (statement.act === 'recover') return recoveredFrom(standing, granted, statement.amount);
  if (statement.act !== 'pay') return { ...standing, state: to };
  requirePaidBy(statement.date, at);
  return { ...standing, state: to, paid: true };
}
