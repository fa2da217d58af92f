import type { FindingPage, FindingRecord } from '../../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../../domain/index.js';
import { read } from '../../operation.js';
import { findingOf } from './records.js';

/** A finding as it stands. */
export const getFinding = read('sharing:getFinding', schemas.getFinding, ({ state }, { id }) =>
  findingOf(state, id),
);

/** All findings, page by page, in order of id. */
export const pageFindings = read('sharing:pageFindings', schemas.pageFindings, async ({ state }, request) => {
  const { found, cursor } = await state.page<FindingRecord>([keyPrefixes.finding], request);
  const findings = found.map(({ key, record }) => ({ id: splitKey(key)[1] as string, record }));
  return { v: 1, findings, ...(cursor !== undefined && { cursor }) } satisfies FindingPage;
});
