import { z } from 'zod';
import { change, digest, instant, provenance, usccText, v1 } from './common.js';

/**
 * A status list as its department's hub published it (W3C Bitstring Status List 1.0): `from` is the instant it tells of,
 * the digests are SHA-256 of the three credentials' bytes. What stands in them is nobody's business here; that nobody is
 * shown another list than everybody else is.
 */
const statusListFacts = {
  department: usccText,
  list: z.int().min(0).max(999_999_999),
  from: instant,
  digests: z.strictObject({ revocation: digest, suspension: digest, message: digest }),
};
export const statusList = z.strictObject({ v: v1, ...statusListFacts, ...provenance });
export const putStatusList = z.strictObject({ ...change, ...statusListFacts });

export type StatusListRecord = z.infer<typeof statusList>;
