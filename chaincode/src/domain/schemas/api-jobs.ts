import { z } from 'zod';
import { pageOf, pageQuery } from './api-common.js';
import { taskId } from './api-tasks.js';
import { severity } from './credit-words.js';
import { bilingual, jsonValue, officerId, random16, typeCode, usccText } from './common.js';

/**
 * A job's life. `checking`: its file is being read; `checked`: it waits for the word to begin; `running`; `stopped`: a
 * batch was refused, what stands before it stays, and it can be resumed; `unreadable`: the file as a whole is wrong.
 */
export const jobState = z.enum([
  'checking',
  'unreadable',
  'checked',
  'running',
  'stopped',
  'done',
  'cancelled',
]);
const uploadId = taskId;
/** An upload's id, which begins with the time, or that of the job of any write, as a problem names it. */
export const jobId = z.string().regex(/^(?:[0-9a-z]{7}-)?[A-Za-z0-9_-]{22}$/);

export const uploadKind = z.enum(['issue', 'import']);
/** `publish`: credit entries instead of certificates. */
export const fileKind = z.enum([...uploadKind.options, 'publish']);
export const uploadFormat = z.enum(['csv', 'jsonl', 'xlsx', 'xml']);

/** What the certificates of a file are. */
export const uploadQuery = z.strictObject({ type: typeCode, kind: uploadKind.default('issue') });

/** Permits and penalties by the file: how grave breaches are where a row does not say. */
export const creditFileQuery = z.strictObject({ severity: severity.optional() });

/** What is wrong, and where: `line` counts from 1 with the header, `column` from 1. No value is repeated. */
export const rowError = z.strictObject({
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  /** The column as the file names it. */
  header: z.string().optional(),
  field: z.string().optional(),
  code: z.string(),
  message: z.strictObject({ zh: z.string(), en: z.string() }),
});

/** What is to be known of a row that is taken: reported late, a former number, a certificate nobody knows. */
export const rowNote = z.strictObject({
  code: z.enum(['REPORTED_LATE', 'FORMER_NUMBER', 'CERTIFICATE_NOT_FOUND']),
  message: bilingual,
});

/** A column of the file and the part of a certificate it fills; columns of a reject file that say why fill none. */
export const uploadColumn = z.strictObject({
  column: z.int().min(1),
  header: z.string(),
  field: z.string().optional(),
  title: bilingual.optional(),
});

/** What one seal covers: on the ledger, or waiting as a task for the second person. */
export const jobBatch = z.strictObject({
  certificates: z.int().min(1),
  state: z.enum(['committed', 'waiting']),
  batch: random16.optional(),
  transactionIds: z.array(z.string()).optional(),
  task: taskId.optional(),
});

const count = z.int().min(0);
/** What of a batch of rows came on the ledger as credit entries, and what stood there already. */
export const entryBatch = z.strictObject({
  entries: z.strictObject({
    published: count,
    corrected: count,
    annulled: count,
    disputed: count,
    unchanged: count,
  }),
  state: z.literal('committed'),
  transactionIds: z.array(z.string()),
});
export const jobAnswer = z.strictObject({
  id: uploadId,
  kind: fileKind,
  /** Absent for credit entries. */
  type: typeCode.optional(),
  department: usccText,
  state: jobState,
  /** The officer who sent the file. */
  person: officerId,
  createdAt: z.string(),
  /** When what is left of it is deleted. */
  expiresAt: z.string(),
  file: z.strictObject({ format: uploadFormat, bytes: count, sha256: z.string() }),
  columns: z.array(uploadColumn),
  counts: z.strictObject({ rows: count, good: count, rejected: count, done: count }),
  /** In rows; `of` is not known while the file is being read. */
  progress: z.strictObject({ done: count, of: count.optional() }),
  rows: z.enum(['all', 'good']).optional(),
  batches: z.array(z.union([jobBatch, entryBatch])),
  /** What is wrong with the file as a whole, or why the job stopped. */
  errors: z.array(rowError),
  links: z.record(z.string(), z.string()),
});

/**
 * A write that is at work, or one that outlived its request: a batch that stopped half way, or what a stop of the hub had
 * interrupted. `open`: not known to be on the ledger. Once it is done, its request sent again gives its answer.
 */
export const writeJobAnswer = z.strictObject({
  id: jobId,
  kind: z.literal('write'),
  state: z.enum(['running', 'stopped', 'done', 'refused']),
  /** The officer who sent it. */
  person: officerId,
  createdAt: z.string(),
  transactions: z.array(
    z.strictObject({
      function: z.string(),
      /** The certificates of a run: where in the batch they begin, and how many. */
      run: z.strictObject({ start: count, certificates: count }).optional(),
      state: z.enum(['committed', 'open']),
      transactionId: z.string().optional(),
    }),
  ),
  errors: z.array(rowError),
  links: z.record(z.string(), z.string()),
});
export const anyJobAnswer = z.union([jobAnswer, writeJobAnswer]);
export const jobPage = pageOf(anyJobAnswer);
export const jobQuery = pageQuery.extend({
  /** Where a page ends: the time and the id of its last job. */
  cursor: uploadId.optional(),
  kind: z.enum([...fileKind.options, 'write']).optional(),
  state: z.enum([...jobState.options, 'refused']).optional(),
});

/** On what the certificates rest, and whether one wrong row holds all the others up. */
export const rowsChoice = z.enum(['all', 'good']);

/** How a job goes on: as it was begun, or from now on with the good rows only. */
export const resumeInput = z.strictObject({ rows: rowsChoice.optional() });

export const rowState = z.enum(['good', 'rejected', 'waiting', 'done']);
/** A row of the file. Its values are shown as long as the job has them. */
export const jobRow = z.strictObject({
  line: z.int().min(1),
  state: rowState,
  id: z.string().optional(),
  values: z.record(z.string(), jsonValue).optional(),
  errors: z.array(rowError),
  notes: z.array(rowNote).optional(),
});
export const jobRowPage = pageOf(jobRow);
export const jobRowQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,6})$/)
    .optional(),
  state: rowState.optional(),
});

export type JobState = z.infer<typeof jobState>;
export type FileKind = z.infer<typeof fileKind>;
export type UploadKind = z.infer<typeof uploadKind>;
export type UploadFormat = z.infer<typeof uploadFormat>;
export type UploadQuery = z.infer<typeof uploadQuery>;
export type RowError = z.infer<typeof rowError>;
export type UploadColumn = z.infer<typeof uploadColumn>;
export type CreditFileQuery = z.infer<typeof creditFileQuery>;
export type RowNote = z.infer<typeof rowNote>;
export type EntryBatch = z.infer<typeof entryBatch>;
export type JobBatch = z.infer<typeof jobBatch>;
export type JobAnswer = z.infer<typeof jobAnswer>;
export type WriteJobAnswer = z.infer<typeof writeJobAnswer>;
export type AnyJobAnswer = z.infer<typeof anyJobAnswer>;
export type JobQuery = z.infer<typeof jobQuery>;
export type RowsChoice = z.infer<typeof rowsChoice>;
export type ResumeInput = z.infer<typeof resumeInput>;
export type JobRow = z.infer<typeof jobRow>;
export type RowState = z.infer<typeof rowState>;
export type JobRowQuery = z.infer<typeof jobRowQuery>;
