import type { Lease, LeaseTaken, LeaseWritten } from '../../../domain/index.js';
import { HanlianError, keys, leaseSize, requireLiveGrant, schemas, windowOf } from '../../../domain/index.js';
import { requireInCharge } from '../../authority.js';
import { alreadyApplied } from '../../change.js';
import { write } from '../../operation.js';
import { recordTold } from '../told.js';
import { grantOf } from './records.js';

/**
 * The provider's hub takes a part of a grant's quota, to answer as many queries by itself. The grant and the lease are
 * read, so that a withdrawal committed in between, or another hub's hold on the same lease, leaves this without effect.
 */
export const leaseQuota = write('sharing:leaseQuota', schemas.leaseQuota, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const { grant: id, index, intent } = request;
  const taken = keys.leaseTaken(id, intent);
  const before = await state.get<LeaseTaken>(taken);
  if (before !== undefined) throw alreadyApplied(before.tx);
  const grant = await grantOf(state, id);
  const by = await requireInCharge(ctx, grant.provider);
  requireLiveGrant(grant, txTime);
  const size = leaseSize(grant.quota, index);
  const window = windowOf(grant.quota, txTime);
  const key = keys.lease(id, window, index);
  if ((await state.get(key)) !== undefined) {
    throw new HanlianError('GRANT_LEASE_TAKEN', `Lease ${index} of ${window} is taken`, {
      field: 'index',
      received: index,
    });
  }
  const grantRevision = grant.revision;
  const record: Lease = { v: 1, grant: id, window, index, size, by, grantRevision, intent, tx, txTime };
  await state.put(key, record);
  await state.put(taken, { v: 1, lease: key, tx } satisfies LeaseTaken);
  return {
    answer: { v: 1, grant: id, window, index, size, tx } satisfies LeaseWritten,
    event: recordTold(key, record),
  };
});
