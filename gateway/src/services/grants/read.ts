import {
  barToRelease,
  formatInstant,
  HanlianError,
  keyPrefixes,
  keys,
  type Grant,
  type GrantCheckAnswer,
  type GrantCheckInput,
  type GrantQuery,
  type GrantView,
  type Lease,
  type LeaseView,
  type PageQuery,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import { pageUnder } from '../pages.js';
import { recordAt } from '../records.js';
import type { Caller, Page } from '../types.js';
import type { GrantParts } from './parts.js';
import type { KnownSurroundings } from './surroundings.js';
import { grantView } from './view.js';

type ReadParts = Pick<GrantParts, 'model' | 'now' | 'caughtUp' | 'registry'>;

/** A grant as this hub knows it. @throws {HanlianError} GRANT_UNKNOWN */
export function grantOf(model: ReadModel, id: string): Grant {
  const grant = recordAt(model, keys.grant(id)) as Grant | undefined;
  if (grant !== undefined) return grant;
  throw new HanlianError('GRANT_UNKNOWN', 'There is no such grant', { received: id });
}

export async function getGrant({ model, now, caughtUp }: ReadParts, id: string): Promise<GrantView> {
  await caughtUp();
  return grantView(model, grantOf(model, id), now());
}

const matches = <Value>(wanted: Value | undefined, value: Value | undefined): boolean =>
  wanted === undefined || wanted === value;

const isAsked = (
  view: GrantView,
  { state, requester, provider, resource, waitsFor, overdue }: GrantQuery,
): boolean =>
  matches(state, view.state) &&
  matches(requester, view.requester) &&
  matches(provider, view.provider) &&
  matches(resource, view.resource) &&
  matches(waitsFor, view.clock?.waitsFor) &&
  matches(overdue, view.clock && (view.clock.overdue ? 'true' : 'false'));

/** Grants by id, with the clocks that run on them; what is asked for picks some. */
export async function listGrants(
  { model, now, caughtUp }: ReadParts,
  query: GrantQuery,
): Promise<Page<GrantView>> {
  await caughtUp();
  const at = now();
  return pageUnder(model, [keyPrefixes.grant], query, (grant) => {
    const view = grantView(model, grant as Grant, at);
    return isAsked(view, query) ? view : undefined;
  });
}

/** The leases taken of a grant's quota, window by window. */
export async function leasesOf(
  { model, caughtUp }: ReadParts,
  id: string,
  query: PageQuery,
): Promise<Page<LeaseView>> {
  await caughtUp();
  grantOf(model, id);
  return pageUnder(model, [keyPrefixes.lease, id], query, (lease) => leaseView(lease as Lease));
}

const leaseView = ({ window, index, size, by, grantRevision, tx, txTime }: Lease): LeaseView => ({
  window,
  index,
  size,
  by,
  grantRevision,
  at: formatInstant(txTime),
  transactionId: transactionIdOf(tx),
});

export async function checkGrant(
  parts: ReadParts & { readonly surroundings: KnownSurroundings },
  { department }: Caller,
  id: string,
  { recipient = department, ...asked }: GrantCheckInput,
): Promise<GrantCheckAnswer> {
  await parts.caughtUp();
  const { model, now, surroundings } = parts;
  const grant = grantOf(model, id);
  const at = now();
  const bar = barToRelease(grant, { ...asked, recipient }, at, await surroundings.of(grant, at));
  return {
    id,
    at: formatInstant(at),
    revision: grant.revision,
    height: model.position.block + 1,
    covered: bar === undefined,
    ...(bar !== undefined && { bar: bar.code }),
    ...(bar?.field !== undefined && { field: bar.field }),
  };
}
