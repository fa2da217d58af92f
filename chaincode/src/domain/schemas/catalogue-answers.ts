import { z } from 'zod';
import {
  catalogueKind,
  catalogueReference,
  demand,
  itemName,
  negative,
  openVersion,
  resource,
  resourceCode,
  responsibility,
} from './catalogue.js';
import { digest, instant, jsonValue, pageRequest, random16, usccText, v1 } from './common.js';

/** The answer of a write: each entry's key and revision, in the request's order. */
export const catalogueWritten = z.strictObject({
  v: v1,
  count: z.int().min(1),
  entries: z.array(z.strictObject({ key: z.string(), revision: z.int().min(0) })),
  tx: digest,
  intent: random16,
});

// ── reads ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** An entry as it stands, or one of its revisions. */
export const getCatalogueEntry = z.strictObject({
  v: v1,
  entry: catalogueReference,
  revision: z.int().min(0).optional(),
});

/** Entries of a kind in order of their keys; `department` narrows the three lists to one department's. */
export const pageCatalogue = z.strictObject({
  ...pageRequest,
  kind: catalogueKind,
  department: usccText.optional(),
});

export const catalogueRecord = z.union([resource, responsibility, demand, negative]);
export const catalogueAnswer = z.strictObject({ v: v1, record: catalogueRecord });
export const cataloguePage = z.strictObject({
  v: v1,
  records: z.array(catalogueRecord),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

export const openVersions = z.strictObject({ ...pageRequest, resource: resourceCode });
export const openVersionsPage = z.strictObject({
  v: v1,
  records: z.array(openVersion),
  cursor: z.string().optional(),
});

/**
 * One fact that differs between two forms of an entry. `field` names it as the entry does, a member of a list with its
 * name in brackets: `share`, `items[creditCode]`, `fields[creditCode]`. Absent on the side that does not have it.
 */
export const factDifference = z.strictObject({
  field: z.string(),
  before: jsonValue.optional(),
  after: jsonValue.optional(),
});

/** What is not as it should be between the catalogue, the lists and the grants, each by what it is found at. */
export const inconsistency = z.enum([
  'responsibilityWithoutResource',
  'resourceWithoutResponsibility',
  'demandWithoutResource',
  'demandWithoutResponsibility',
  'demandBeyondResource',
  'negativeWithoutResource',
  'negativeShared',
  'keptBackWithoutNegative',
]);

/** At an instant (absent: now), of all departments or of one. Of each kind no more than `limit` are named. */
export const consistencyRequest = z.strictObject({
  v: v1,
  at: instant.optional(),
  department: usccText.optional(),
  limit: z.int().min(1).max(500),
});

const count = z.int().min(0);

/** A rate as people read it, in hundredths of a percent; absent where there is nothing to take it of. */
const rate = z.int().min(0).max(10000).optional();

/** Entries that are retired count nowhere. */
export const departmentCoverage = z.strictObject({
  department: usccText,
  /** What its responsibility list obliges it to offer, how much of it stands in the catalogue, how much is late. */
  responsibilities: count,
  covered: count,
  overdue: count,
  coverage: rate,
  resources: count,
  unconditional: count,
  conditional: count,
  keptBack: count,
  /** 共享率: of its resources those that are shared, with or without conditions. */
  shareRate: rate,
  open: count,
  /** Demands of others for its resources. */
  demanded: count,
  /** Its own demands. */
  demands: count,
  negatives: count,
});

export const inconsistencyFound = z.strictObject({
  kind: inconsistency,
  /** Whose it is to mend. */
  department: usccText,
  /** The key of the entry it is found at. */
  key: z.string(),
  resource: resourceCode,
  fields: z.array(itemName).min(1).optional(),
  /** Of a responsibility: its day has passed. */
  overdue: z.literal(true).optional(),
});

export const consistencyReport = z.strictObject({
  v: v1,
  at: instant,
  consistent: z.boolean(),
  total: departmentCoverage.omit({ department: true }),
  departments: z.array(departmentCoverage),
  /** How many there are of each kind, named or not. */
  counts: z.partialRecord(inconsistency, count),
  found: z.array(inconsistencyFound),
});

export type CatalogueWritten = z.infer<typeof catalogueWritten>;
export type CatalogueAnswer = z.infer<typeof catalogueAnswer>;
export type CataloguePage = z.infer<typeof cataloguePage>;
export type OpenVersionsPage = z.infer<typeof openVersionsPage>;
export type FactDifference = z.infer<typeof factDifference>;
export type Inconsistency = z.infer<typeof inconsistency>;
export type InconsistencyFound = z.infer<typeof inconsistencyFound>;
export type DepartmentCoverage = z.infer<typeof departmentCoverage>;
export type ConsistencyReport = z.infer<typeof consistencyReport>;
