import type { Instant } from '@hanlian/chaincode/domain';
import { isSealOf } from './checks/anchor.js';
import type { EvidenceDocument } from '../document/schema.js';
import type { VerifiedStamp } from '../time/verify.js';
import type { Policy, Shown, StampStatusFault, StampTrust, VerificationContext } from './types.js';

/**
 * Whether somebody other than the sealer vouches that the seal existed before an instant: a trusted time stamp, or the
 * ledger. A contract takes no batch whose sealing time is not its own, but for minutes.
 */
export const isOlder = async (than: Instant, shown: Shown, context: VerificationContext): Promise<boolean> =>
  (await isStampedBefore(than, shown, context)) || isRecorded(shown, context);

const isStampedBefore = async (
  instant: Instant,
  shown: Shown,
  context: VerificationContext,
): Promise<boolean> => {
  const at = await vouchedTime(shown, context);
  return at !== undefined && at.getTime() < instant * 1000;
};

/** When the seal existed by a stamp that counts; undefined: none does. */
export const vouchedTime = async (
  { stamp, document }: Shown,
  { stampTrust, policy }: VerificationContext,
): Promise<Date | undefined> => {
  if (!stampTrust || !stamp?.ok || !(await stampTrust.trusts(stamp))) return undefined;
  return stampStatusFault(stamp, document, stampTrust, policy) ? undefined : stamp.at;
};

/** Why a trusted stamp counts for nothing all the same. */
export const stampStatusFault = (
  stamp: VerifiedStamp,
  { revocation: kept }: EvidenceDocument,
  trust: StampTrust,
  { certificatesProven: mustTell = false }: Policy,
): StampStatusFault | undefined => trust.statusFault?.({ stamp, kept, mustTell });

const isRecorded = async ({ document }: Shown, { ledger }: VerificationContext): Promise<boolean> => {
  const batch = await ledger?.batch(document.statement.batch);
  return batch !== undefined && isSealOf(batch, document);
};
