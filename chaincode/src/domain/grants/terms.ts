import { HanlianError } from '../errors/index.js';
import type { GrantTerms } from '../schemas/grants.js';
import { requireImpersonal } from '../personal-data.js';
import { dateOfInstant, startOfDate } from '../time/index.js';

const invalid = (message: string, field: string, expected?: number): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field, ...(expected !== undefined && { expected }) });

/**
 * What is asked for holds together: a period from today on, and nothing that is only for operators.
 *
 * @throws {HanlianError} FIELD_INVALID, GRANT_EXPIRED, HOLDS_CITIZEN_NUMBER
 */
export function requireGrantTerms(
  { kind, since, until, basis, onwardRecipients }: GrantTerms,
  at: number,
): void {
  if ('law' in basis) requireImpersonal(basis.law, 'basis.law');
  const today = startOfDate(dateOfInstant(at));
  if (since < today) throw invalid('A grant covers nothing that was before it', 'since', today);
  if (until <= since) throw invalid('A period must end after it begins', 'until', since);
  if (until <= at) throw new HanlianError('GRANT_EXPIRED', `The period ends at ${until}`, { since, until });
  if (kind === 'sharing' && onwardRecipients !== undefined) {
    throw invalid('Only an operator hands products of the data on', 'onwardRecipients');
  }
}
