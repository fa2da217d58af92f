import { namesBeyond } from '../catalogue/index.js';
import { CLOCK_TOLERANCE } from '../lifecycle.js';
import type { Grant } from '../schemas/grants.js';
import type { OnwardReceipt, ReleaseReceipt } from '../schemas/receipts.js';
import { barToRelease, type Covering, type ReleaseBar, type Surroundings } from './coverage.js';

/** A handing on as a grant judges it: who hands on to whom, and what is in the product. */
export interface OnwardAsked {
  readonly operator: string;
  readonly recipient: string;
  readonly fields: readonly string[];
}

/**
 * Whether a grant as it stands covers that its operator hands a product on, by the one rule that the operator's hub and the
 * auditor go by: what may not be released to the operator now may not be handed on either, and nobody gets it whom the
 * grant does not name.
 */
export function barToOnward(
  grant: Covering & Pick<Grant, 'onwardRecipients'>,
  { operator, recipient, fields }: OnwardAsked,
  at: number,
  around?: Surroundings,
): ReleaseBar | undefined {
  const { resource, purpose, matter } = grant;
  const bar = barToRelease(grant, { recipient: operator, resource, purpose, matter, fields }, at, around);
  if (bar !== undefined) return bar;
  const isNamed = grant.onwardRecipients?.includes(recipient) === true;
  return isNamed ? undefined : { code: 'GRANT_NOT_ONWARD', field: 'recipient' };
}

/** What a product is said to be made of. */
export type Made = Pick<OnwardReceipt, 'provider' | 'grant' | 'fields' | 'at'>;

/** What counts of a release for a product made of it. */
export type ReleasedToOperator = Pick<ReleaseReceipt, 'requester' | 'grant' | 'fields' | 'at'>;

/** What is wrong between a product and the releases it names: one is another's or later, or they had fewer fields. */
export function faultOfProduct(
  made: Made,
  releases: readonly ReleasedToOperator[],
): 'release' | 'time' | 'fields' | undefined {
  const isOwn = ({ requester, grant }: ReleasedToOperator): boolean =>
    requester === made.provider && grant === made.grant;
  if (!releases.every(isOwn)) return 'release';
  if (releases.some(({ at }) => at > made.at + CLOCK_TOLERANCE)) return 'time';
  const released = [...new Set(releases.flatMap(({ fields }) => fields))];
  return namesBeyond(released, made.fields).length > 0 ? 'fields' : undefined;
}
