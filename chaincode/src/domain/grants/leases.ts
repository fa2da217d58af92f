import { HanlianError } from '../errors/index.js';
import type { Grant, GrantQuota, Lease } from '../schemas/grants.js';
import { windowOf } from '../sharing/consent.js';

/** How many leases a window has; the last may be a smaller one. */
export const leasesIn = ({ limit, lease }: GrantQuota): number => Math.ceil(limit / lease);

/**
 * For how many queries the n-th lease of a window is, so that all of them together are the limit, to one.
 *
 * @throws {HanlianError} GRANT_QUOTA_EXHAUSTED
 */
export function leaseSize(quota: GrantQuota, index: number): number {
  const most = leasesIn(quota);
  if (index <= most) return Math.min(quota.lease, quota.limit - (index - 1) * quota.lease);
  throw new HanlianError('GRANT_QUOTA_EXHAUSTED', `The grant has ${most} leases a ${quota.per}`, {
    field: 'index',
    expected: most,
    received: index,
  });
}

/** Whether a query at an instant may be answered out of a lease: it is the grant's, and of that day or month. */
export const isOfLease = (
  { grant, window }: Pick<Lease, 'grant' | 'window'>,
  { id, quota }: Pick<Grant, 'id' | 'quota'>,
  at: number,
): boolean => grant === id && window === windowOf(quota, at);
