import type { CreditEntry, RuleReference } from '../../domain/index.js';
import { barToRepair, groundOf, publicationOf, rulesAt } from '../../domain/index.js';
import type { TransactionContext } from '../context.js';
import { ruleSetsOf } from '../rules.js';

/**
 * The rule a repair is refused by, if it is: the law's own periods come first, whatever the reviewer thinks, then the
 * reviewer's ground.
 */
export async function refusalOf(
  { state, txTime }: TransactionContext,
  entry: CreditEntry,
  { refuse, reason }: { readonly refuse: boolean; readonly reason?: string | undefined },
): Promise<RuleReference | undefined> {
  const publication = publicationOf(entry, await ruleSetsOf(state, 'credit-publication'), txTime);
  const bar = barToRepair(publication, txTime);
  if (bar !== undefined || !refuse) return bar;
  return groundOf(rulesAt('credit-repair', await ruleSetsOf(state, 'credit-repair'), txTime), reason);
}
