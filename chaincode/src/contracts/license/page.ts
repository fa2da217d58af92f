import type { LicensePage, LicenseRecord } from '../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../domain/index.js';
import { read } from '../operation.js';

/** The licenses of one type and issuer, every version, page by page. */
export const page = read('license:page', schemas.pageLicenses, async ({ state }, request) => {
  const { type, issuer, limit, cursor } = request;
  const parts = [keyPrefixes.license, type, issuer];
  const { found, cursor: next } = await state.page<LicenseRecord>(parts, { limit, cursor });
  const items = found.map(({ key, record }) => {
    const [serial, version] = splitKey(key).slice(parts.length) as [string, string];
    return { serial, version, record };
  });
  return { v: 1, items, ...(next !== undefined && { cursor: next }) } satisfies LicensePage;
});
