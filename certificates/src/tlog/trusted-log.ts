import {
  HanlianError,
  parseCheckpoint,
  parseNoteKey,
  schemas,
  type LogPolicy,
  type Signatories,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { z } from 'zod';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { trustBy } from './trust.js';
import { noteVerifiers } from './verifiers.js';

const signatories = z.strictObject({
  organisation: z.string().min(1).max(63),
  /** Present and former, as C2SP writes verifier keys. */
  keys: z.array(schemas.noteKeyText).max(64),
});

/** A log as a trust file names it: whose signatures count, how many are needed, and how far it had come. */
export const trustedLog = z.strictObject({
  origin: z.string().min(1).max(200),
  log: signatories,
  witnesses: z.array(signatories).max(64),
  quorum: z.int().min(1).max(64),
  /** Witnesses beyond the ledger's organisations, and how many of them must have signed besides; absent: none need. */
  external: z
    .strictObject({ witnesses: z.array(signatories).min(1).max(16), quorum: z.int().min(1).max(16) })
    .optional(),
  /** The newest checkpoint when the file was made; absent: there was none. */
  checkpoint: z.string().max(65536).optional(),
});

export type TrustedLog = z.infer<typeof trustedLog>;

const keysIn = ({ organisation, keys }: z.infer<typeof signatories>): Signatories => ({
  organisation,
  keys: keys.map((text) => parseNoteKey(nodeHashes.sha256, text)),
});

const policyOf = ({ origin, log, witnesses, quorum, external }: TrustedLog): LogPolicy => ({
  origin,
  log: keysIn(log),
  witnesses: witnesses.map(keysIn),
  quorum,
  ...(external && { external: { ...external, witnesses: external.witnesses.map(keysIn) } }),
});

/**
 * Trusts checkpoints of any of these logs, each by its own policy: a moved hub's old log stands beside its new one.
 *
 * @throws {HanlianError} NOTE_KEY_MALFORMED
 */
export function trustLogs(logs: readonly TrustedLog[]): CheckpointTrust {
  const byOrigin = new Map(logs.map((log) => [log.origin, trustBy(policyOf(log), noteVerifiers)]));
  return (note) => {
    const { origin } = parseCheckpoint(note.text);
    const trust = byOrigin.get(origin);
    if (trust === undefined) {
      throw new HanlianError('CHECKPOINT_FOREIGN', 'The checkpoint is of a log that is not trusted here', {
        received: origin,
      });
    }
    return trust(note);
  };
}
