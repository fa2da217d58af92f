import { z } from 'zod';
import { digest, instant, random16, usccText, v1 } from './common.js';
import { creditEntry, entryId, entrySet, entryState, evaluation, stopDuties, subject } from './credit.js';
import { gradeName, ruleReference } from './credit-rules.js';

/** Why an entry is shown or not, in the order the questions are asked; `withheld`: its rule keeps it from publication. */
export const publicationReason = z.enum([
  'notYet',
  'annulled',
  'repaired',
  'withheld',
  'ended',
  'disputed',
  'published',
]);

/**
 * Whether an entry is published at an instant, and what follows from its times: until when it is (exclusive; absent: no
 * end is set), and from when on its repair may be applied for (absent: the rule knows no repair). `rule` is absent where
 * none applies, since the entry speaks against nobody.
 */
export const publication = z.strictObject({
  shown: z.boolean(),
  reason: publicationReason,
  from: instant,
  until: instant.optional(),
  repairableFrom: instant.optional(),
  rule: ruleReference.optional(),
});

/** The answer of `publish`: each entry's id, in the request's order. */
export const entriesPublished = z.strictObject({
  v: v1,
  count: z.int().min(1),
  entries: z.array(z.strictObject({ subject, entry: entryId })),
  tx: digest,
  intent: random16,
});

/** The answer of an act on one entry. `decision` and `rule` say how a decision fell, also one that the law took. */
export const entryWritten = z.strictObject({
  v: v1,
  subject,
  entry: entryId,
  revision: z.int().min(1),
  state: entryState,
  decision: z.string().optional(),
  rule: ruleReference.optional(),
  tx: digest,
  intent: random16,
});

const place = { subject, entry: entryId };

export const entryView = z.strictObject({
  v: v1,
  ...place,
  /** true: the subject stands under the fifteen digits of a registration number. */
  legacy: z.boolean(),
  revision: z.int().min(0),
  record: creditEntry,
});

export const publicationAnswer = z.strictObject({ v: v1, ...place, at: instant, publication });

export const entriesPage = z.strictObject({
  v: v1,
  items: z.array(z.strictObject({ ...place, record: creditEntry })),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

/** One enterprise's set as it stood, with every entry and what its publication comes to. */
const setAnswer = z.strictObject({
  subject,
  legacy: z.boolean(),
  head: entrySet,
  entries: z.array(
    z.strictObject({ entry: entryId, revision: z.int().min(0), record: creditEntry, publication }),
  ),
});

/** The sets that make an enterprise's record: its own first, then those of its predecessors. */
export const entriesAnswer = z.strictObject({
  v: v1,
  at: instant,
  sets: z.array(setAnswer).min(1),
});

/** A grade computed and not stored. */
export const gradeAnswer = z.strictObject({
  v: v1,
  subject,
  at: instant,
  grade: gradeName,
  score: z.int(),
  model: ruleReference,
  version: z.string(),
  inputs: evaluation.shape.inputs,
  /** The entries that counted, as the root has them in order. */
  counted: z.array(z.strictObject({ ...place, points: z.int() })),
});

export const stopDutiesAnswer = z.strictObject({
  v: v1,
  ...place,
  record: stopDuties,
  acknowledged: z.int().min(0),
  overdue: z.int().min(0),
});

export const subjectAnswer = z.strictObject({
  v: v1,
  subject,
  successor: usccText.optional(),
  revision: z.int().min(0),
  tx: digest,
  intent: random16,
});

export type PublicationReason = z.infer<typeof publicationReason>;
export type Publication = z.infer<typeof publication>;
export type EntriesPublished = z.infer<typeof entriesPublished>;
export type EntryWritten = z.infer<typeof entryWritten>;
export type EntryView = z.infer<typeof entryView>;
export type PublicationAnswer = z.infer<typeof publicationAnswer>;
export type EntriesPage = z.infer<typeof entriesPage>;
export type EntriesAnswer = z.infer<typeof entriesAnswer>;
export type GradeAnswer = z.infer<typeof gradeAnswer>;
export type StopDutiesAnswer = z.infer<typeof stopDutiesAnswer>;
export type SubjectAnswer = z.infer<typeof subjectAnswer>;
