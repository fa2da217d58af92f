import { z } from 'zod';
import { digest, instant, random16, typeCode, usccText, v1 } from './common.js';

/**
 * The one event every write sets. Its payload is canonical JSON and carries no personal data. `key` names the one
 * record written; for a run of a batch, `batch` and the batch root stand in its place.
 */
export const ledgerEvent = z.strictObject({
  v: v1,
  /** `contract.operation`, for example `license.suspend`. */
  type: z.string().regex(/^[a-z]+\.[a-zA-Z]+$/),
  count: z.int().min(1),
  key: z.string().max(200).optional(),
  batch: random16.optional(),
  root: digest.optional(),
  /** Whose certificates a batch is of, and of which type: for who watches the log for what is issued in its name. */
  issuer: usccText.optional(),
  certificateType: typeCode.optional(),
  /** Of credit entries: the department that answers for them. */
  source: usccText.optional(),
  /** Of a run: the index of its first certificate in the batch; `count` says how many follow it. */
  start: z.int().min(0).optional(),
  effectiveAt: instant.optional(),
});

export type LedgerEvent = z.infer<typeof ledgerEvent>;
