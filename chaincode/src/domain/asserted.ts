import { HanlianError } from './errors/index.js';
import type { Happening, Terms, Validity } from './lifecycle.js';
import { judge, LIFECYCLE } from './lifecycle.js';
import type { AssertedTransition } from './schemas/license-requests.js';

/**
 * The past a department asserts of a certificate must be one the life cycle allows.
 *
 * @param field where the certificate stands in the request
 * @throws {HanlianError} FIELD_INVALID, ILLEGAL_TRANSITION and what else an act is judged by
 */
export function requireAssertedPast(
  license: Validity,
  asserted: readonly AssertedTransition[],
  terms: Terms,
  field: string,
): void {
  const past: Happening[] = [];
  asserted.forEach(({ operation, state, effectiveAt, until }, i) => {
    const { to } = LIFECYCLE[operation];
    if (state !== to) {
      throw new HanlianError('FIELD_INVALID', `${operation} leads to ${to}`, {
        field: `${field}.asserted[${i}].state`,
      });
    }
    judge(license, past, { operation, effectiveAt, until }, terms);
    past.push({ o: operation, e: effectiveAt, u: until });
  });
}
