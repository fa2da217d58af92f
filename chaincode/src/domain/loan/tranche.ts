import { HanlianError } from '../errors/index.js';
import type { Programme, TrancheFile, TrancheReference } from '../schemas/subsidy.js';
import { dateOfInstant } from '../time/index.js';
import { fenOf, fenText } from './money.js';

/** What of a tranche is not granted, or has come back. */
export const leftOf = ({ opening, granted, recovered }: TrancheFile): bigint =>
  fenOf(opening.statement.amount) - fenOf(granted) + fenOf(recovered);

/**
 * The tranche after granting so much out of it.
 *
 * @throws {HanlianError} TRANCHE_EXHAUSTED; the amount left stays out of the error: it goes to whoever hands the request in
 */
export function granting(file: TrancheFile, amount: bigint): TrancheFile {
  if (amount > leftOf(file)) throw new HanlianError('TRANCHE_EXHAUSTED', 'The tranche has not so much left');
  return { ...file, granted: fenText(fenOf(file.granted) + amount) };
}

export const recovering = (file: TrancheFile, amount: bigint): TrancheFile => ({
  ...file,
  recovered: fenText(fenOf(file.recovered) + amount),
});

/**
 * What of the budget stands in tranches after so much more (or less) of it does.
 *
 * @throws {HanlianError} BUDGET_EXCEEDED
 */
export function allocating(allocated: string, change: bigint, { budget }: Pick<Programme, 'budget'>): string {
  const after = fenOf(allocated) + change;
  if (change > 0n && after > fenOf(budget)) {
    throw new HanlianError('BUDGET_EXCEEDED', 'The budget has not so much left', { field: 'amount' });
  }
  return fenText(after);
}

/**
 * What is approved in a month comes out of that month's tranche.
 *
 * @throws {HanlianError} TRANCHE_OF_ANOTHER_MONTH
 */
export function requireMonth({ month }: TrancheReference, at: number): void {
  const now = dateOfInstant(at).slice(0, 'YYYY-MM'.length);
  if (month === now) return;
  throw new HanlianError('TRANCHE_OF_ANOTHER_MONTH', `It is ${now}`, {
    field: 'tranche.month',
    expected: now,
    received: month,
  });
}
