import {
  formatInstant,
  newestAt,
  reconcileSubsidy,
  type BudgetView,
  type ClaimView,
  type ReconciliationAnswer,
} from '@hanlian/chaincode/domain';
import { LedgerError } from '../../ledger/port.js';
import type { Caller } from '../types.js';
import type { KnownClaims } from './known-claims.js';
import type { SubsidyWork } from './work.js';
import { editionsOf, requireOffice } from './programmes.js';
import { tranchesOf, viewTranche } from './tranches.js';

async function claimsOf(
  known: KnownClaims,
  { department }: Caller,
  programme: string,
): Promise<readonly ClaimView[]> {
  const ids: string[] = [];
  for await (const { id, record } of known.recorded()) {
    if (record.programme === programme) ids.push(id);
  }
  return known.views(department, ids);
}

/** What stands in tranches, as the budget's own record says: nothing before the first is opened. */
async function allocatedOf(work: SubsidyWork, { department }: Caller, programme: string): Promise<string> {
  try {
    const speaker = await work.speakers.of(department);
    return (await work.calls.read<BudgetView>(speaker, 'getBudget', { programme })).file.allocated;
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'TRANCHE_UNKNOWN') return '0';
    throw error;
  }
}

/**
 * A programme's books, recomputed from its claims. What changes while they are read shows as a difference: asked again
 * when nothing is written, it is gone.
 */
export async function reconcile(
  work: SubsidyWork,
  known: KnownClaims,
  caller: Caller,
  programme: string,
): Promise<ReconciliationAnswer> {
  await work.caughtUp();
  await requireOffice(work, caller, programme);
  const at = work.now();
  const editions = await editionsOf(work, programme);
  const { budget } = newestAt(editions, at) ?? editions[0];
  const references = await tranchesOf(work, programme);
  const tranches = await Promise.all(references.map((tranche) => viewTranche(work, caller, tranche)));
  const claims = await claimsOf(known, caller, programme);
  const allocated = await allocatedOf(work, caller, programme);
  const { totals, differences } = reconcileSubsidy({ budget, allocated, tranches, claims });
  return {
    programme,
    at: formatInstant(at),
    height: work.model.position.block + 1,
    claims: claims.length,
    tranches: tranches.length,
    totals,
    differences: [...differences],
  };
}
