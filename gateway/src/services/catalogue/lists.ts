import {
  keyOfEntry,
  type CatalogueKind,
  type CatalogueList,
  type CatalogueRecord,
  type CatalogueReference,
  type EntryPlace,
  type Scope,
} from '@hanlian/chaincode/domain';

interface List {
  readonly kind: CatalogueKind;
  readonly scope: Scope;
}

/** The catalogue and its lists: what their entries are, and what puts them on the ledger. */
export const LISTS: Readonly<Record<CatalogueList, List>> = {
  resources: { kind: 'resource', scope: 'catalogue:putResources' },
  responsibilities: { kind: 'responsibility', scope: 'catalogue:putResponsibilities' },
  demands: { kind: 'demand', scope: 'catalogue:putDemands' },
  negatives: { kind: 'negative', scope: 'catalogue:putNegatives' },
};

/** The entry an address names. */
export function referenceAt({ list, group, item }: EntryPlace): CatalogueReference {
  const { kind } = LISTS[list];
  return kind === 'resource' ? { kind, code: `${group}/${item}` } : { kind, department: group, id: item };
}

export const keyAt = (place: EntryPlace): string => keyOfEntry(referenceAt(place));

/** By what an entry is known: a resource by its code, another by its department and id. */
export type Named = { readonly code: string } | { readonly department: string; readonly id: string };

/** The address of an entry. */
export function placeOfEntry(list: CatalogueList, entry: Named): EntryPlace {
  if (!('code' in entry)) return { list, group: entry.department, item: entry.id };
  const [group = '', item = ''] = entry.code.split('/');
  return { list, group, item };
}

/** Whose an entry is. */
export const ownerOf = (record: CatalogueRecord): string =>
  'provider' in record ? record.provider : record.department;
