import type { CataloguePage, CatalogueRecord, OpenVersion, OpenVersionsPage } from '../../domain/index.js';
import { HanlianError, keyPrefixes, schemas } from '../../domain/index.js';
import { read } from '../operation.js';

/** The entries of a kind, in order of their keys; of a list also one department's alone. */
export const page = read('catalogue:page', schemas.pageCatalogue, async ({ state }, request) => {
  const { kind, department, limit, cursor } = request;
  if (kind === 'resource' && department !== undefined) {
    throw new HanlianError('FIELD_INVALID', 'Resources stand in order of their codes, not of departments', {
      field: 'department',
    });
  }
  const parts = department === undefined ? [keyPrefixes[kind]] : [keyPrefixes[kind], department];
  const { found, cursor: next } = await state.page<CatalogueRecord>(parts, { limit, cursor });
  const records = found.map(({ record }) => record);
  return { v: 1, records, ...(next !== undefined && { cursor: next }) } satisfies CataloguePage;
});

/** The published versions of an open set, oldest first. */
export const pageOpenVersions = read(
  'catalogue:pageOpenVersions',
  schemas.openVersions,
  async ({ state }, { resource, limit, cursor }) => {
    const parts = [keyPrefixes.openVersion, resource];
    const { found, cursor: next } = await state.page<OpenVersion>(parts, { limit, cursor });
    const records = found.map(({ record }) => record);
    return { v: 1, records, ...(next !== undefined && { cursor: next }) } satisfies OpenVersionsPage;
  },
);
