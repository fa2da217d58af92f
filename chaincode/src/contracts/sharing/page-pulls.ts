import type { PullPage, PullRecord, PullView, SignedPull } from '../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../domain/index.js';
import { read } from '../operation.js';
import { consentOf, reportsOf, requireParty, signedConsentOf } from './records.js';

/** Every pull of a consent with what its bank signed, page by page, for the two it names. */
export const pagePulls = read('sharing:pagePulls', schemas.pagePulls, async (ctx, { id, limit, cursor }) => {
  await consentOf(ctx.state, id);
  const reports = reportsOf(ctx);
  await requireParty(ctx, (await signedConsentOf(reports, id)).statement);
  const page = await ctx.state.page<PullRecord>([keyPrefixes.pull, id], { limit, cursor });
  const pulls: PullView[] = [];
  for (const { key, record } of page.found) {
    const [, , window, slot] = splitKey(key) as [string, string, string, string];
    const pull = await reports.get<SignedPull>(key);
    pulls.push({ window, slot: Number(slot), record, ...(pull && { pull }) });
  }
  return { v: 1, pulls, ...(page.cursor !== undefined && { cursor: page.cursor }) } satisfies PullPage;
});
