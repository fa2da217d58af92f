import { HanlianError, parseJson, schemas, type JsonObject } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { trustedLog } from '../tlog/trusted-log.js';
import { requireSignature, trustSignature } from './signature.js';
import { trustSuccessions } from './succession.js';

export const TRUST_FORMAT = 'hanlian-trust/1';

/** A city's registry with some thousands of types takes far less. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_DEPTH = 12;
const MOST_RECORDS = 50_000;
const MOST_ROOTS = 64;

const records = <T extends z.ZodType>(record: T): z.ZodArray<T> => z.array(record).max(MOST_RECORDS);
/** X.509, DER in base64. */
const certificates = z.array(z.base64().min(1).max(44_000)).max(MOST_ROOTS);

/**
 * What a verifier without a line believes: a copy of the registry as it stood at an instant, and whose time stamps
 * count. Whoever signs it, or hands it over unsigned, is trusted with all of it.
 */
export const trustBundle = z.strictObject({
  v: z.literal(TRUST_FORMAT),
  /** What was registered by then, and nothing later. */
  madeAt: schemas.instant,
  departments: records(schemas.department),
  /** Every revision of every type that documents may still name. */
  types: records(schemas.certificateType),
  accreditations: records(schemas.accreditation),
  sealKeys: records(schemas.sealKey),
  /** Roots, or the authorities themselves, under which time-stamp certificates are believed. */
  stampRoots: certificates,
  /**
   * Under which roots an organisation's seals must stand; of one that is not named, and in files made before, the copy of
   * the registry speaks alone.
   */
  sealRoots: z
    .array(z.strictObject({ mspId: schemas.mspId, certificates }))
    .max(MOST_ROOTS)
    .optional(),
  /**
   * Revocation lists as they stood, DER in base64: of these roots about the authorities under them. Absent in files made
   * before; what a list says of a lost key counts for older documents too.
   */
  lists: z.array(z.base64().min(1).max(400_000)).max(MOST_ROOTS).optional(),
  /** The city's log, and old logs of hubs that moved; absent in files made before there was one. */
  logs: z.array(trustedLog).max(16).optional(),
  /** How the signing key was handed on, oldest first; absent where it never was. */
  successions: trustSuccessions.optional(),
  /** The hub's that exported it; absent in files made by hand. */
  signature: trustSignature.optional(),
});

export type TrustBundle = z.infer<typeof trustBundle>;

/**
 * Reads a trust file.
 * @param signers certificates (DER) one of which, or a successor it vouches for, must have signed it; absent: a signature that is there must hold, and
 *   whose it is nobody asks
 * @throws {HanlianError} TRUST_FILE_INVALID with `field`, TRUST_SIGNATURE_WRONG, TRUST_SIGNER_UNKNOWN, or as `parseJson`
 *   does
 */
export const readTrust = (bytes: Uint8Array, signers?: readonly Uint8Array[]): TrustBundle => {
  const value = parseJson(bytes, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH });
  const { success, data, error } = trustBundle.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new HanlianError('TRUST_FILE_INVALID', issue?.message ?? 'Not a trust file', {
      field: issue?.path.join('.'),
    });
  }
  requireSignature(value as JsonObject, data, signers);
  return data;
};
