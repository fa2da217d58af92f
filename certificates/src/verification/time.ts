import type { Instant } from '@hanlian/chaincode/domain';
import { isSealOf } from './checks/anchor.js';
import type { Shown, VerificationContext } from './types.js';

/**
 * Whether somebody other than the sealer vouches that the seal existed before an instant: a trusted time stamp, or the
 * ledger. A contract takes no batch whose sealing time is not its own, but for minutes.
 */
export const isOlder = async (than: Instant, shown: Shown, context: VerificationContext): Promise<boolean> =>
  (await isStampedBefore(than, shown, context)) || isRecorded(shown, context);

const isStampedBefore = async (
  instant: Instant,
  { stamp }: Shown,
  { stampTrust }: VerificationContext,
): Promise<boolean> =>
  stamp?.ok === true &&
  stamp.at.getTime() < instant * 1000 &&
  stampTrust !== undefined &&
  (await stampTrust.trusts(stamp));

const isRecorded = async ({ document }: Shown, { ledger }: VerificationContext): Promise<boolean> => {
  const batch = await ledger?.batch(document.statement.batch);
  return batch !== undefined && isSealOf(batch, document);
};
