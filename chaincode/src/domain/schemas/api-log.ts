import { z } from 'zod';
import { v1 } from './common.js';
import { noteText } from './log.js';

const size = z.int().min(0);

/** A consistency proof (RFC 6962 §2.1.2): hashes in base64, in order. */
export const consistencyAnswer = z.strictObject({
  older: size,
  newer: size,
  path: z.array(z.string()).max(64),
});

/** Who vouches for the log, and who contradicts it. */
export const witnessesAnswer = z.strictObject({
  origin: z.string().nullable(),
  publisher: z.string(),
  /** How many organisations must have signed a checkpoint, the publisher among them. */
  quorum: z.int().min(1),
  /** Whether this hub has stopped taking writes, because of a fork nobody accepted. */
  halted: z.boolean(),
  /** The newest checkpoint's size. */
  size: size.nullable(),
  witnesses: z.array(
    z.strictObject({
      organisation: z.string(),
      key: z.string(),
      /** When it cosigned the newest checkpoint, by its own clock, in seconds; null: not yet. */
      cosignedAt: z.int().nullable(),
    }),
  ),
  /** Witnesses beyond the ledger that this hub asks, and how many of them must have signed; 0: none need. */
  external: z.strictObject({
    quorum: z.int().min(0),
    witnesses: z.array(
      z.strictObject({
        name: z.string(),
        key: z.string(),
        /** When it cosigned the newest checkpoint, by its own clock, in seconds; null: not yet. */
        cosignedAt: z.int().nullable(),
        /** Why it gave nothing when it was asked last, as a code; null: it gave. */
        refusal: z.string().nullable(),
      }),
    ),
  }),
  /** Other texts of a size that has a checkpoint, each with the signature of who holds to it. */
  forks: z.array(z.strictObject({ size, organisation: z.string(), note: noteText })),
});

/** An entry of the log, and the proof that it stands in it under a checkpoint (c2sp.org/tlog-proof@v1). */
export const logProofEvidence = z.strictObject({
  v: v1,
  /** The entry's bytes, which are UTF-8. */
  entry: z.string().max(65535),
  proof: z.string().max(65536),
});

export type ConsistencyAnswer = z.infer<typeof consistencyAnswer>;
export type WitnessesAnswer = z.infer<typeof witnessesAnswer>;
export type LogProofEvidence = z.infer<typeof logProofEvidence>;
