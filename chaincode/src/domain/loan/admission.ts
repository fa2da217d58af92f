import { HanlianError } from '../errors/index.js';
import { inForce } from '../policy.js';
import type { LicenseRecord, Transition } from '../schemas/license.js';
import type { LoanProduct } from '../schemas/loan-products.js';
import type { LoanFile } from '../schemas/loan-records.js';
import type { LoanActStatement, LoanApplication, LoanTerms } from '../schemas/loan-statements.js';
import { stateOf } from '../lifecycle.js';
import { addMonths, dateOfInstant } from '../time/index.js';
import { bookOf } from './book.js';
import { fenOf, fenText } from './money.js';

const outside = (
  field: string,
  expected: readonly (string | number)[],
  received: string | number,
): HanlianError =>
  new HanlianError('LOAN_OUTSIDE_TERMS', `${field} lies outside what was agreed or offered`, {
    field,
    expected: [...expected],
    received,
  });

/**
 * What is applied for is what the bank offers now.
 *
 * @throws {HanlianError} PRODUCT_NOT_OFFERED, LOAN_OUTSIDE_TERMS
 */
export function requireOffered(product: LoanProduct, { amount, months }: LoanApplication, at: number): void {
  if (!inForce(product, at)) {
    throw new HanlianError('PRODUCT_NOT_OFFERED', `${product.id} is not offered at ${at}`, {
      field: 'product',
      received: product.id,
    });
  }
  const { least, most } = product;
  if (fenOf(amount) < fenOf(least) || fenOf(amount) > fenOf(most))
    throw outside('amount', [least, most], amount);
  const range = product.months;
  if (months < range.least || months > range.most) throw outside('months', [range.least, range.most], months);
}

/**
 * The contract keeps within what was approved, and begins by now.
 *
 * @throws {HanlianError} LOAN_OUTSIDE_TERMS
 */
export function requireWithinApproval(
  { approved }: Pick<LoanFile, 'approved'>,
  { terms }: LoanActStatement<'signContract'>,
  at: number,
): void {
  // Nothing is contracted but after an approval.
  const { amount, rate, months } = approved as NonNullable<LoanFile['approved']>;
  if (fenOf(terms.amount) > fenOf(amount)) throw outside('terms.amount', ['1', amount], terms.amount);
  if (terms.rate > rate) throw outside('terms.rate', [0, rate], terms.rate);
  const today = dateOfInstant(at);
  if (terms.from > today) throw outside('terms.from', [today], terms.from);
  const last = addMonths(terms.from, months);
  if (terms.until <= terms.from || terms.until > last) {
    throw outside('terms.until', [terms.from, last], terms.until);
  }
}

/**
 * What was approved keeps within what was applied for and what the product allowed then.
 *
 * @throws {HanlianError} LOAN_OUTSIDE_TERMS
 */
export function requireWithinApplication(
  { application: { amount, months }, offeredRate }: LoanFile,
  approved: LoanActStatement<'approve'>,
): void {
  if (fenOf(approved.amount) > fenOf(amount)) throw outside('amount', ['1', amount], approved.amount);
  if (approved.months > months) throw outside('months', [1, months], approved.months);
  if (approved.rate > offeredRate) throw outside('rate', [0, offeredRate], approved.rate);
}

/**
 * A repayment is early before the day the loan falls due, never from it on.
 *
 * @throws {HanlianError} LOAN_OUTSIDE_TERMS
 */
export function requireEarly({ until }: LoanTerms, { early, date }: LoanActStatement<'repay'>): void {
  if (early && date >= until) throw outside('early', [until], date);
}

/**
 * No more is overdue than is owed.
 *
 * @throws {HanlianError} LOAN_OUTSIDE_TERMS
 */
export function requireArrears({ movements }: LoanFile, arrears: string): void {
  const { balance } = bookOf(movements);
  if (fenOf(arrears) > balance) throw outside('arrears', ['1', fenText(balance)], arrears);
}

/**
 * A certificate the bank relies on is valid now.
 *
 * @throws {HanlianError} LOAN_CERTIFICATE_NOT_VALID
 */
export function requireCertificate(
  record: LicenseRecord,
  transitions: readonly Transition[],
  field: string,
  at: number,
): void {
  const { standing } = stateOf(record, transitions, at);
  if (standing === 'valid') return;
  throw new HanlianError('LOAN_CERTIFICATE_NOT_VALID', `A certificate of the application is ${standing}`, {
    field,
    expected: 'valid',
    received: standing,
  });
}
