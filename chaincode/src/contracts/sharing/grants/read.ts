import type { Grant, GrantAnswer, GrantCheck, GrantsPage, Lease, LeasesPage } from '../../../domain/index.js';
import { barToRelease, keyPrefixes, schemas } from '../../../domain/index.js';
import { read } from '../../operation.js';
import { grantOf, surroundingsOf } from './records.js';

/** A grant as it stands, with every act on it. */
export const getGrant = read(
  'sharing:getGrant',
  schemas.getGrant,
  async ({ state }, { id }) => ({ v: 1, record: await grantOf(state, id) }) satisfies GrantAnswer,
);

/** All grants, page by page, in order of id. */
export const pageGrants = read('sharing:pageGrants', schemas.pageGrants, async ({ state }, request) => {
  const { found, cursor } = await state.page<Grant>([keyPrefixes.grant], request);
  const grants = found.map(({ record }) => record);
  return { v: 1, grants, ...(cursor !== undefined && { cursor }) } satisfies GrantsPage;
});

/** The leases of a grant's quota, page by page: all, or those of one window. */
export const pageLeases = read('sharing:pageLeases', schemas.pageLeases, async ({ state }, request) => {
  const { grant, window } = request;
  const parts = [keyPrefixes.lease, grant, ...(window === undefined ? [] : [window])];
  const { found, cursor } = await state.page<Lease>(parts, request);
  const leases = found.map(({ record }) => record);
  return { v: 1, leases, ...(cursor !== undefined && { cursor }) } satisfies LeasesPage;
});

/** Whether a release would be covered now. */
export const checkGrant = read('sharing:checkGrant', schemas.checkGrant, async (ctx, request) => {
  const { state, txTime } = ctx;
  const grant = await grantOf(state, request.id);
  const bar = barToRelease(grant, request, txTime, await surroundingsOf(state, grant, txTime));
  return {
    v: 1,
    id: grant.id,
    at: txTime,
    revision: grant.revision,
    covered: bar === undefined,
    ...(bar !== undefined && { bar: bar.code }),
    ...(bar?.field !== undefined && { field: bar.field }),
  } satisfies GrantCheck;
});
