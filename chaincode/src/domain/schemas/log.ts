import { z } from 'zod';
import { digest, instant, mspId, pageRequest, provenance, random16, v1 } from './common.js';

/** A verifier key as C2SP writes it: name+id+base64. What it says is checked when it is read. */
export const noteKeyText = z.string().regex(/^[^\s+]{1,120}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44,140}$/u);

/** A signed note. Checked when it is read. */
export const noteText = z.string().min(1).max(8192);

const logKeyFacts = {
  /** The key the log's checkpoints are signed with; only the organisation that publishes has one. */
  log: noteKeyText.optional(),
  /** The log's second key, SM2: nobody has to check it who does not rely on national algorithms. */
  sm2: noteKeyText.optional(),
  /** The key checkpoints are cosigned with. */
  witness: noteKeyText,
};

/** The keys of an organisation, and those it had before. */
export const logKeys = z.strictObject({
  v: v1,
  mspId,
  ...logKeyFacts,
  /** Former keys: what they signed stays signed. */
  former: z.array(noteKeyText).max(32),
  ...provenance,
});

export const putLogKeys = z.strictObject({
  v: v1,
  intent: random16,
  expectedRevision: z.int().min(0).optional(),
  ...logKeyFacts,
});

export const publishCheckpoint = z.strictObject({ v: v1, intent: random16, note: noteText });

/** The note is the cosigner's own text with its own cosignature: where that text is another, it is its evidence. */
export const cosignCheckpoint = publishCheckpoint;

const size = z.int().min(1);

/** A checkpoint as it was published. */
export const checkpointRecord = z.strictObject({ v: v1, size, note: noteText, tx: digest, txTime: instant });

export const cosignatureRecord = z.strictObject({
  v: v1,
  size,
  mspId,
  note: noteText,
  tx: digest,
  txTime: instant,
});

/** Another text of a size that has a checkpoint already, signed by who holds to it. */
export const forkRecord = cosignatureRecord;

/** The newest checkpoint, and how often anyone held another text against one. */
export const logHead = z.strictObject({
  v: v1,
  origin: z.string(),
  size,
  block: z.int().min(0),
  forks: z.int().min(0),
});

/** The checkpoint of a size, or the newest. */
export const getCheckpoint = z.strictObject({ v: v1, size: size.optional() });
export const pageCheckpoints = z.strictObject(pageRequest);

export const checkpointView = z.strictObject({
  v: v1,
  head: logHead,
  checkpoint: checkpointRecord,
  cosignatures: z.array(cosignatureRecord),
  forks: z.array(forkRecord),
});
export const checkpointPage = z.strictObject({
  v: v1,
  checkpoints: z.array(checkpointRecord),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

/** What a write of contract `log` answers. */
export const logWritten = z.strictObject({
  v: v1,
  size,
  /** Whether the text is another than the one published, which now stands as a fork. */
  forked: z.boolean(),
  tx: digest,
});

export type LogKeys = z.infer<typeof logKeys>;
export type CheckpointRecord = z.infer<typeof checkpointRecord>;
export type CosignatureRecord = z.infer<typeof cosignatureRecord>;
export type ForkRecord = z.infer<typeof forkRecord>;
export type LogHead = z.infer<typeof logHead>;
export type CheckpointView = z.infer<typeof checkpointView>;
export type CheckpointPage = z.infer<typeof checkpointPage>;
export type LogWritten = z.infer<typeof logWritten>;
