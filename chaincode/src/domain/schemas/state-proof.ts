import { z } from 'zod';
import { digest, v1 } from './common.js';

/** That a key of the world state held this text at a checkpoint, or did not exist. */
export const recordProof = z.strictObject({
  key: z.string().min(1).max(400),
  /** The record's bytes as text, exactly as they stand on the ledger; absent: there was no such key. */
  value: z.string().optional(),
  depth: z.int().min(0).max(256),
  /** Deepest first. */
  siblings: z.array(digest).max(256),
  /** For an absent key whose way ends at another key's leaf: SHA-256 of that key and of its value. */
  neighbour: z.strictObject({ key: digest, value: digest }).optional(),
});

/** Records of the world state at the end of a checkpoint's block, each with the way to the checkpoint's map root. */
export const stateProof = z.strictObject({
  v: v1,
  /** The checkpoint, a signed note with its cosignatures. */
  checkpoint: z.string().max(65536),
  records: z.array(recordProof).min(1).max(512),
});

export type RecordProof = z.infer<typeof recordProof>;
export type StateProof = z.infer<typeof stateProof>;
