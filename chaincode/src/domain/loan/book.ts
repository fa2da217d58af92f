import { HanlianError } from '../errors/index.js';
import type { LoanFile, LoanState, Movement } from '../schemas/loan-records.js';
import type { LoanActStatement, LoanTerms } from '../schemas/loan-statements.js';
import { dateOfInstant } from '../time/index.js';
import { fenOf, fenText, sumOf } from './money.js';

/** What the movements of a loan come to. */
export interface Book {
  readonly disbursed: bigint;
  readonly repaid: bigint;
  readonly balance: bigint;
}

/** So many disbursements and repayments a loan may have: 20 years of months. */
export const MOST_MOVEMENTS = 240;

const signOf = ({ kind }: Movement): bigint => (kind === 'disbursement' ? 1n : -1n);

const totalOf = (movements: readonly Movement[], kind: Movement['kind']): bigint =>
  sumOf(movements.filter((movement) => movement.kind === kind).map(({ amount }) => fenOf(amount)));

export function bookOf(movements: readonly Movement[]): Book {
  const disbursed = totalOf(movements, 'disbursement');
  const repaid = totalOf(movements, 'repayment');
  return { disbursed, repaid, balance: disbursed - repaid };
}

/** The movements in time; on one day, money goes out before it comes back. */
export const inTime = (movements: readonly Movement[]): readonly Movement[] =>
  movements
    .filter(({ amount }) => amount !== '0')
    .toSorted((a, b) => (a.date === b.date ? Number(signOf(b) - signOf(a)) : a.date < b.date ? -1 : 1));

/**
 * No more goes out than was agreed, and on no day more comes back than is owed.
 *
 * @throws {HanlianError} DISBURSEMENT_ABOVE_CONTRACT, REPAYMENT_ABOVE_BALANCE
 */
export function requireSound(movements: readonly Movement[], terms: LoanTerms): void {
  const { disbursed } = bookOf(movements);
  if (disbursed > fenOf(terms.amount)) {
    throw new HanlianError('DISBURSEMENT_ABOVE_CONTRACT', 'More would go out than the contract says', {
      field: 'amount',
      expected: terms.amount,
      received: fenText(disbursed),
    });
  }
  let balance = 0n;
  for (const movement of inTime(movements)) {
    const before = balance;
    balance += signOf(movement) * fenOf(movement.amount);
    if (balance >= 0n) continue;
    throw new HanlianError(
      'REPAYMENT_ABOVE_BALANCE',
      `On ${movement.date} more would come back than is owed`,
      {
        field: 'amount',
        expected: fenText(before),
        received: movement.amount,
      },
    );
  }
}

/**
 * The day of a movement lies within the loan, and is not to come.
 *
 * @throws {HanlianError} MOVEMENT_DATE_OUTSIDE
 */
export function requireMovementDate(
  date: string,
  kind: Movement['kind'],
  terms: LoanTerms,
  at: number,
): void {
  const today = dateOfInstant(at);
  const last = kind === 'disbursement' && terms.until < today ? terms.until : today;
  if (terms.from <= date && date <= last) return;
  throw new HanlianError('MOVEMENT_DATE_OUTSIDE', `${date} does not lie between ${terms.from} and ${last}`, {
    field: 'date',
    expected: [terms.from, last],
    received: date,
  });
}

/** @throws {HanlianError} LOAN_HISTORY_FULL */
export function withMovement(movements: readonly Movement[], movement: Movement): Movement[] {
  if (movements.length < MOST_MOVEMENTS) return [...movements, movement];
  throw new HanlianError('LOAN_HISTORY_FULL', `The loan has ${MOST_MOVEMENTS} movements`, {
    expected: MOST_MOVEMENTS,
  });
}

/**
 * The movements with one of them as it should have been written down, and from which day on that changes the balance.
 *
 * @throws {HanlianError} MOVEMENT_UNKNOWN
 */
export function corrected(
  movements: readonly Movement[],
  { movement: n, amount, date }: LoanActStatement<'correct'>,
): { readonly movements: Movement[]; readonly was: Movement; readonly since: string } {
  const was = movements.find((movement) => movement.n === n);
  if (was === undefined) {
    throw new HanlianError('MOVEMENT_UNKNOWN', `Revision ${n} brought no money`, {
      field: 'movement',
      expected: movements.map((movement) => movement.n),
      received: n,
    });
  }
  const now = movements.map((movement) => (movement === was ? { ...was, amount, date } : movement));
  return { movements: now, was, since: was.date < date ? was.date : date };
}

/** Where a loan stands once money has moved: what is owed decides, and nothing is overdue that was paid back. */
export function stateByMoney(state: LoanState, { movements }: Pick<LoanFile, 'movements'>): LoanState {
  const { disbursed, balance } = bookOf(movements);
  if (disbursed === 0n) return 'contracted';
  if (balance === 0n) return 'repaid';
  return state === 'overdue' ? 'overdue' : 'disbursed';
}
