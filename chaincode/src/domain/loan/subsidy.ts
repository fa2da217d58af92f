import { HanlianError } from '../errors/index.js';
import { newestAt } from '../periods.js';
import type { LoanRecord, Movement } from '../schemas/loan-records.js';
import type { LoanTerms } from '../schemas/loan-statements.js';
import type { DateRange } from '../schemas/money.js';
import type { Programme } from '../schemas/subsidy.js';
import { addDays, dateOfInstant, daysBetween, startOfDate } from '../time/index.js';
import { inTime } from './book.js';
import type { LoanFacts } from './changes.js';
import { fenOf, fenText } from './money.js';

const refuse = (
  code: 'PROGRAMME_NOT_IN_FORCE' | 'CLAIM_NOT_ELIGIBLE' | 'CLAIM_TOO_EARLY' | 'LOAN_BEFORE_PROGRAMME',
  message: string,
  field: string,
  expected?: string | number | string[],
): HanlianError => new HanlianError(code, message, { field, ...(expected !== undefined && { expected }) });

/**
 * The edition that governs a period: the one in force on its first day.
 *
 * @param editions oldest first
 * @throws {HanlianError} PROGRAMME_NOT_IN_FORCE
 */
export function editionFor(editions: readonly Programme[], { from }: DateRange): Programme {
  const edition = newestAt(editions, startOfDate(from));
  if (edition !== undefined) return edition;
  throw refuse('PROGRAMME_NOT_IN_FORCE', `No edition is in force on ${from}`, 'period.from');
}

const disjoint = (a: DateRange, b: DateRange): boolean => a.to < b.from || b.to < a.from;

/**
 * Of any two periods of a programme, over all its editions, either both are the same or they share no day: no day is
 * claimed for twice under two names.
 *
 * @throws {HanlianError} PROGRAMME_PERIODS_OVERLAP
 */
export function requirePeriodsApart(
  { periods }: Pick<Programme, 'periods'>,
  others: readonly Pick<Programme, 'periods'>[],
): void {
  const known = others.flatMap((other) => other.periods);
  periods.forEach((period, i) => {
    const before = periods.slice(0, i);
    const clashes =
      before.some((other) => !disjoint(period, other)) ||
      known.some(
        (other) => !disjoint(period, other) && (period.from !== other.from || period.to !== other.to),
      );
    if (clashes) {
      throw new HanlianError('PROGRAMME_PERIODS_OVERLAP', `${period.from} to ${period.to} overlaps another`, {
        field: `periods[${i}]`,
      });
    }
  });
}

/** What a claim is about. */
export interface ClaimedLoan {
  readonly record: Pick<LoanRecord, 'state'>;
  readonly file: LoanFacts;
}

/** Whose loans a programme is for. */
function requireSubject({ industries, districts }: Programme, { application }: LoanFacts): void {
  if (industries?.some((code) => application.industry.startsWith(code)) === false) {
    throw refuse('CLAIM_NOT_ELIGIBLE', 'The programme is for other industries', 'industry', industries);
  }
  if (districts?.includes(application.district) === false) {
    throw refuse('CLAIM_NOT_ELIGIBLE', 'The programme is for other districts', 'district', districts);
  }
}

const CLAIMABLE: readonly string[] = ['disbursed', 'repaid'];

/**
 * A loan of the programme's kind, not overdue and not closed, for a period of the programme that is over.
 *
 * @throws {HanlianError} CLAIM_NOT_ELIGIBLE, LOAN_BEFORE_PROGRAMME, CLAIM_TOO_EARLY, CLAIM_LOAN_STATE
 */
export function requireEligible(
  edition: Programme,
  { record, file }: ClaimedLoan,
  period: DateRange,
  at: number,
): LoanTerms {
  const { state } = record;
  const { terms } = file;
  if (!CLAIMABLE.includes(state) || terms === undefined) {
    throw new HanlianError('CLAIM_LOAN_STATE', `The loan is ${state}`, {
      expected: [...CLAIMABLE],
      received: state,
    });
  }
  if (!edition.periods.some(({ from, to }) => from === period.from && to === period.to)) {
    throw refuse('CLAIM_NOT_ELIGIBLE', 'The programme has no such period', 'period');
  }
  if (dateOfInstant(at) <= period.to) {
    throw refuse('CLAIM_TOO_EARLY', `The period ends with ${period.to}`, 'period', period.to);
  }
  if (terms.from < edition.loansFrom) {
    throw refuse(
      'LOAN_BEFORE_PROGRAMME',
      `Contracts from ${edition.loansFrom} on are subsidised`,
      'loan',
      edition.loansFrom,
    );
  }
  requireSubject(edition, file);
  return terms;
}

/**
 * 分 owed, times days: a day counts by what is owed at its end, so that the day money goes out counts and the day it
 * comes back does not (算头不算尾). Nothing counts from the day the loan falls due.
 */
function fenDays(movements: readonly Movement[], { from, to }: DateRange): bigint {
  const after = addDays(to, 1);
  let total = 0n;
  for (const { kind, amount, date } of inTime(movements)) {
    const days = daysBetween(date < from ? from : date, after);
    if (days > 0) total += (kind === 'disbursement' ? 1n : -1n) * fenOf(amount) * BigInt(days);
  }
  return total;
}

/** What a period's subsidy comes to, in 分: interest at the lower of both rates on what was owed, rounded down, capped. */
export function subsidyDue(
  { rate, yearDays, cap }: Pick<Programme, 'rate' | 'yearDays' | 'cap'>,
  terms: LoanTerms,
  movements: readonly Movement[],
  period: DateRange,
): bigint {
  const lastDay = addDays(terms.until, -1);
  const to = period.to < lastDay ? period.to : lastDay;
  if (to < period.from) return 0n;
  const lower = BigInt(Math.min(rate, terms.rate));
  const due = (fenDays(movements, { from: period.from, to }) * lower) / (10000n * BigInt(yearDays));
  return due < fenOf(cap) ? due : fenOf(cap);
}

/**
 * What is claimed is what the loan's book makes it, to the 分.
 *
 * @throws {HanlianError} CLAIM_AMOUNT_DIFFERS
 */
export function requireDue(claimed: string, due: bigint): void {
  if (fenOf(claimed) === due) return;
  throw new HanlianError('CLAIM_AMOUNT_DIFFERS', `The period's subsidy comes to ${due} 分`, {
    field: 'amount',
    expected: fenText(due),
    received: claimed,
  });
}
