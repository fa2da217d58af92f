import type { Grant, LedgerView } from '@hanlian/chaincode/domain';
import type { LedgerHistory, Revision } from './ledger.js';

/** The revision of a grant that a record names, and those that followed it. */
export interface Stated {
  readonly stated: Revision<Grant>;
  readonly later: readonly Revision<Grant>[];
}

/** What a record says of the ledger it went by. */
interface Dated {
  readonly view: LedgerView;
  readonly at: number;
}

/** What a record rests on; nothing where the ledger knows no such grant, or not in that revision. */
export function statedIn(
  ledger: LedgerHistory,
  grant: string,
  revision: number | undefined,
): Stated | undefined {
  const revisions = ledger.grant(grant);
  const place = revisions.findIndex(({ record }) => record.revision === revision);
  const stated = revisions[place];
  return stated && { stated, later: revisions.slice(place + 1) };
}

/**
 * What of a record's view of the ledger was out of date, give or take what is allowed.
 *
 * @param most by how many seconds a view may be out of date
 * @param isCovered whether a revision of the grant allows what is recorded
 */
export function staleIn(
  { view, at }: Dated,
  { stated, later }: Stated,
  most: number,
  isCovered: (grant: Grant) => boolean,
): 'view' | 'height' | 'revision' | 'superseded' | undefined {
  if (at - view.at > most) return 'view';
  if (stated.block >= view.height) return 'height';
  // What takes nothing away, as the closing of a case, may stand between.
  const ending = later.find(({ record }) => !isCovered(record));
  if (ending === undefined) return undefined;
  if (ending.block < view.height) return 'revision';
  return at > ending.record.txTime + most ? 'superseded' : undefined;
}
