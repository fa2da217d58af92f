import { schemas } from '../../../domain/index.js';
import { grantAct } from './act.js';
import { waitFor } from './waiting.js';

/** The provider let its time pass: the bureau takes the request up. It is no nearer to being granted by that. */
export const escalateGrant = grantAct('sharing:escalateGrant', schemas.actOnGrant, async (ctx) => ({
  act: 'escalate',
  waiting: await waitFor(ctx, 'escalated'),
}));

/** The requester objects to a refusal or a pause; both stand until the bureau has settled it. */
export const disputeGrant = grantAct('sharing:disputeGrant', schemas.actOnGrant, async (ctx) => ({
  act: 'dispute',
  waiting: await waitFor(ctx, 'dispute'),
}));

export const pauseGrant = grantAct('sharing:pauseGrant', schemas.actOnGrant, () => ({ act: 'pause' }));
export const resumeGrant = grantAct('sharing:resumeGrant', schemas.actOnGrant, () => ({ act: 'resume' }));

/** The provider takes a grant back, or the requester gives it back. */
export const withdrawGrant = grantAct('sharing:withdrawGrant', schemas.actOnGrant, () => ({
  act: 'withdraw',
}));

/** The case is closed for which accesses were kept from view. */
export const closeGrantCase = grantAct(
  'sharing:closeGrantCase',
  schemas.actOnGrant,
  ({ txTime }, { visibility, waiting }) => ({
    act: 'closeCase',
    visibility: { ...visibility, closedAt: txTime },
    waiting,
  }),
);
