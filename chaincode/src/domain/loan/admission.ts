import { HanlianError } from '../errors/index.js';
import { inForce } from '../periods.js';
import type { ProvenLicense, ProvenRegistry } from '../proven-registry.js';
import type { LoanProduct } from '../schemas/loan-products.js';
import type { LoanFile, LoanState } from '../schemas/loan-records.js';
import type {
  CitedCertificate,
  LoanActStatement,
  LoanApplication,
  LoanTerms,
} from '../schemas/loan-statements.js';
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
  { application: { amount, months }, offeredRate }: Pick<LoanFile, 'application' | 'offeredRate'>,
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
export function requireArrears({ movements }: Pick<LoanFile, 'movements'>, arrears: string): void {
  const { balance } = bookOf(movements);
  if (fenOf(arrears) > balance) throw outside('arrears', ['1', fenText(balance)], arrears);
}

/**
 * The end: nothing is owed, or what is owed is written off.
 *
 * @throws {HanlianError} LOAN_BALANCE_OPEN
 */
export function requireClosing(state: LoanState, { writtenOff }: LoanActStatement<'close'>): void {
  const isOwed = state === 'overdue';
  if (writtenOff === isOwed) return;
  throw new HanlianError('LOAN_BALANCE_OPEN', `The loan is ${state}`, {
    field: 'writtenOff',
    expected: isOwed,
    received: writtenOff,
  });
}

/**
 * An application is to a bank in business: to one that was succeeded nobody applies any more.
 *
 * @throws {HanlianError} NOT_A_BANK, DEPARTMENT_NOT_IN_FORCE, MAP_PROOF_*
 */
export function requireBank(registry: ProvenRegistry, code: string, at: number): void {
  const inCharge = registry.inCharge(code, at);
  if (inCharge.kind === 'bank' && inCharge.code === code) return;
  throw new HanlianError('NOT_A_BANK', 'The application is to no bank that is in business', {
    field: 'bank',
  });
}

/**
 * Every certificate the bank relies on is valid now.
 *
 * @throws {HanlianError} LOAN_CERTIFICATE_NOT_VALID, MAP_PROOF_*
 */
export function requireCertificates(
  registry: ProvenRegistry,
  certificates: readonly CitedCertificate[],
  at: number,
): void {
  certificates.forEach(({ type, issuer, serial, version }, i) => {
    requireValid(registry.license({ type, issuer, serial, version }), `certificates[${i}]`, at);
  });
}

function requireValid({ record, transitions }: ProvenLicense, field: string, at: number): void {
  const { standing } = stateOf(record, transitions, at);
  if (standing === 'valid') return;
  throw new HanlianError('LOAN_CERTIFICATE_NOT_VALID', `A certificate of the application is ${standing}`, {
    field,
    expected: 'valid',
    received: standing,
  });
}
