import { z } from 'zod';
import { pageOf, pageQuery, when } from './api-common.js';
import { rowError, rowsChoice, uploadColumn } from './api-jobs.js';
import * as catalogue from './catalogue.js';
import { catalogueRecord, consistencyReport, factDifference } from './catalogue-answers.js';
import { digest, usccText } from './common.js';

/** The catalogue and its three lists, as addresses name them. */
export const catalogueList = z.enum(['resources', 'responsibilities', 'demands', 'negatives']);

/** What names an entry: a category and a number of a resource, a department and its own number of a list's entry. */
export const entryPlace = z.strictObject({
  list: catalogueList,
  group: z.string().regex(/^[0-9A-Z]{1,30}$/),
  item: z.string().regex(/^[0-9A-Z-]{1,40}$/),
});

/** Whose an entry is need not be said: the caller's own department's. */
const own = { department: usccText.optional() };
const many = <Entry extends z.ZodType>(
  entry: Entry,
): z.ZodObject<{ entries: z.ZodArray<Entry> }, z.core.$strict> =>
  z.strictObject({ entries: z.array(entry).min(1).max(200) });

/** Up to 200 entries, all or none. Without `expectedRevision` an entry must not be there yet. */
export const resourcesInput = many(catalogue.putResource.extend({ provider: usccText.optional() }));
export const responsibilitiesInput = many(catalogue.putResponsibility.extend(own));
export const demandsInput = many(catalogue.putDemand.extend(own));
export const negativesInput = many(catalogue.putNegative.extend(own));

/** Without `expectedRevision`: as the entry stands now. */
export const retireInput = many(
  z.strictObject({
    ...entryPlace.shape,
    reason: catalogue.lineOf(200),
    expectedRevision: z.int().min(0).optional(),
  }),
);

const revision = z.int().min(0);
export const entriesWrittenAnswer = z.strictObject({
  entries: z.array(z.strictObject({ ...entryPlace.shape, revision })),
  transactionId: z.string(),
});

/** One revision of an entry: when it was written, by which transaction, and in what it differs from the one before. */
const revisionAnswer = z.strictObject({
  revision,
  at: z.string(),
  transactionId: z.string(),
  retired: z.boolean(),
  differences: z.array(factDifference),
});
export const catalogueEntryAnswer = z.strictObject({
  revision,
  record: catalogueRecord,
  /** Newest first, and no more than 100. */
  history: z.array(revisionAnswer).min(1),
});

export const catalogueQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^[0-9A-Z~/-]{1,80}$/)
    .optional(),
  /** Whose they are: of resources their provider. */
  department: usccText.optional(),
  /** Entries about one resource; of resources itself. */
  resource: catalogue.resourceCode.optional(),
  share: catalogue.shareKind.optional(),
  /** A part of any of their texts. */
  text: z.string().min(1).max(100).optional(),
  /** Retired ones too. */
  retired: z.enum(['true', 'false']).default('false'),
});
export const catalogueEntries = pageOf(catalogueRecord);

export const consistencyQuery = z.strictObject({
  /** The report as of a day or an instant in the past. */
  at: when.optional(),
  department: usccText.optional(),
  /** How many of each kind are named. */
  limit: pageQuery.shape.limit,
});
export { consistencyReport };

// ── by the file ────────────────────────────────────────────────────────────────────────────────────────────────

/** What becomes of entries of the department that stand and are not in the file. */
const absent = z.enum(['keep', 'retire']).default('keep');
/** One wrong row holds the file up, or only good entries are taken. */
const rows = rowsChoice.default('all');

export const checkFileQuery = z.strictObject({ rows, absent });
export const writeFileQuery = z.strictObject({
  rows,
  absent,
  /** What the check of the same file said: nothing else is written than what was shown. */
  plan: digest,
});
export const exportQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx']).default('csv'),
  department: usccText.optional(),
});

const count = z.int().min(0);
const counts = z.strictObject({
  rows: count,
  added: count,
  changed: count,
  unchanged: count,
  retired: count,
  rejected: count,
});
export const filePlanAnswer = z.strictObject({
  plan: digest,
  columns: z.array(uploadColumn),
  counts,
  /** Each entry that would be written, with what it would change; no more than 1,000 are shown. */
  changes: z.array(
    z.strictObject({
      ...entryPlace.shape,
      change: z.enum(['added', 'changed', 'retired']),
      differences: z.array(factDifference),
    }),
  ),
  /** What is wrong with rows; no more than 1,000 are shown. */
  errors: z.array(rowError),
});
export const fileWrittenAnswer = z.strictObject({
  plan: digest,
  counts,
  transactionIds: z.array(z.string()),
});

// ── open data ──────────────────────────────────────────────────────────────────────────────────────────────────

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** What a department says of a file it publishes; digests as `sha256sum` and `openssl dgst -sm3` print them. */
export const openVersionInput = catalogue.publishOpenVersion
  .omit({ v: true, intent: true, resource: true, version: true, sha256: true, sm3: true })
  .extend({ sha256: hex, sm3: hex });
export const openVersionAnswer = z.strictObject({
  version: z.int().min(1),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int().min(0),
  sha256: hex,
  sm3: hex,
  provider: usccText,
  publishedAt: z.string(),
  transactionId: z.string(),
});
/** A cursor is the last version shown. */
export const openVersionQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/)
    .optional(),
});
export const openVersionPage = pageOf(openVersionAnswer);
/** Whether a download is one that was published: which version, and whether there is a newer one. */
export const downloadVerdict = z.strictObject({
  published: z.boolean(),
  size: z.int().min(0),
  sha256: hex,
  sm3: hex,
  version: openVersionAnswer.optional(),
  newest: z.int().min(0),
});

export type CatalogueList = z.infer<typeof catalogueList>;
export type EntryPlace = z.infer<typeof entryPlace>;
export type ResourcesInput = z.infer<typeof resourcesInput>;
export type ResponsibilitiesInput = z.infer<typeof responsibilitiesInput>;
export type DemandsInput = z.infer<typeof demandsInput>;
export type NegativesInput = z.infer<typeof negativesInput>;
/** What is put into any of the lists. */
export type EntriesInput = ResourcesInput | ResponsibilitiesInput | DemandsInput | NegativesInput;
export type RetireInput = z.infer<typeof retireInput>;
export type EntriesWrittenAnswer = z.infer<typeof entriesWrittenAnswer>;
export type CatalogueEntryAnswer = z.infer<typeof catalogueEntryAnswer>;
export type CatalogueQuery = z.infer<typeof catalogueQuery>;
export type ConsistencyQuery = z.infer<typeof consistencyQuery>;
export type CheckFileQuery = z.infer<typeof checkFileQuery>;
export type WriteFileQuery = z.infer<typeof writeFileQuery>;
export type ExportQuery = z.infer<typeof exportQuery>;
export type FilePlanAnswer = z.infer<typeof filePlanAnswer>;
export type FileWrittenAnswer = z.infer<typeof fileWrittenAnswer>;
export type OpenVersionInput = z.infer<typeof openVersionInput>;
export type OpenVersionAnswer = z.infer<typeof openVersionAnswer>;
export type DownloadVerdict = z.infer<typeof downloadVerdict>;
