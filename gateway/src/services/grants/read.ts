import {
  barToRelease,
  formatInstant,
  HanlianError,
  keyPrefixes,
  keys,
  rangeOf,
  splitKey,
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
import { parseRow } from '../registry-view.js';
import type { Caller, Page } from '../types.js';
import type { GrantParts } from './parts.js';
import { surroundingsOf } from './surroundings.js';
import { grantView } from './view.js';

/** So many grants a page looks through at most: a filter few pass must not hold the hub up. */
const LOOKED_THROUGH = 2000;
const CURSOR = /^[A-Za-z0-9_~-]{1,100}$/;

type ReadParts = Pick<GrantParts, 'model' | 'now' | 'caughtUp' | 'registry'>;

/** A grant as this hub knows it. @throws {HanlianError} GRANT_UNKNOWN */
export function grantOf(model: ReadModel, id: string): Grant {
  const row = model.get(keys.grant(id));
  if (row !== undefined) return parseRow(row) as Grant;
  throw new HanlianError('GRANT_UNKNOWN', 'There is no such grant', { received: id });
}

export async function getGrant({ model, now, caughtUp }: ReadParts, id: string): Promise<GrantView> {
  await caughtUp();
  return grantView(model, grantOf(model, id), now());
}

/** The half-open range after a cursor, which is the rest of the last key. */
function rangeAfter(under: readonly string[], cursor: string | undefined): { start: string; end: string } {
  const { start, end } = rangeOf(...under);
  if (cursor === undefined) return { start, end };
  if (CURSOR.test(cursor)) return { start: `${start}${cursor}\u0000`, end };
  throw new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });
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
  const { start, end } = rangeAfter([keyPrefixes.grant], query.cursor);
  const at = now();
  const items: GrantView[] = [];
  let looked = 0;
  let next = '';
  for await (const { row, key } of model.rows(start, end)) {
    if (items.length === query.limit || looked === LOOKED_THROUGH) return { items, next };
    looked += 1;
    next = splitKey(key)[1] as string;
    const view = grantView(model, parseRow(row) as Grant, at);
    if (isAsked(view, query)) items.push(view);
  }
  return { items };
}

/** The leases taken of a grant's quota, window by window. */
export async function leasesOf(
  { model, caughtUp }: ReadParts,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<LeaseView>> {
  await caughtUp();
  grantOf(model, id);
  const under = [keyPrefixes.lease, id];
  const { start, end } = rangeAfter(under, cursor);
  const rows = await model.range(start, end, limit + 1);
  const shown = rows.slice(0, limit);
  const items = shown.map(({ row }) => leaseView(parseRow(row) as Lease));
  const last = shown.at(-1);
  if (last === undefined || rows.length <= limit) return { items };
  return { items, next: last.key.slice(rangeOf(...under).start.length) };
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
  parts: ReadParts,
  { department }: Caller,
  id: string,
  { recipient = department, ...asked }: GrantCheckInput,
): Promise<GrantCheckAnswer> {
  await parts.caughtUp();
  const { model, now } = parts;
  const grant = grantOf(model, id);
  const at = now();
  const bar = barToRelease(grant, { ...asked, recipient }, at, await surroundingsOf(parts, grant, at));
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
