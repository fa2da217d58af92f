import { HanlianError } from '../errors/index.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { cosignedMessage, decodeCosignature } from './cosignature.js';
import type { NoteKey } from './key.js';
import { noteMessage, type NoteSignature, type SignedNote } from './note.js';

/** Whether a signature over bytes was made by the key with these bytes. */
export type RawVerifier = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** How signatures are checked. Keys of a kind that is missing here count as unknown. */
export interface NoteVerifiers {
  readonly ed25519: RawVerifier;
  readonly sm2?: RawVerifier;
}

/** A signature that holds. */
export interface VerifiedSignature {
  readonly key: NoteKey;
  /** A witness's own time, in seconds since 1970. */
  readonly timestamp?: number;
}

const isBy = ({ name, id }: NoteKey, signature: NoteSignature): boolean =>
  signature.name === name && signature.keyId === id;

const verifierOf = ({ ed25519, sm2 }: NoteVerifiers, { type }: NoteKey): RawVerifier | undefined =>
  type === 'sm2' ? sm2 : ed25519;

function verified(
  text: string,
  { signature }: NoteSignature,
  key: NoteKey,
  verify: RawVerifier,
): VerifiedSignature | undefined {
  if (key.type !== 'cosignature') {
    return verify(key.publicKey, noteMessage(text), signature) ? { key } : undefined;
  }
  const { timestamp, signature: raw } = decodeCosignature(signature);
  return verify(key.publicKey, cosignedMessage(timestamp, text), raw) ? { key, timestamp } : undefined;
}

/**
 * The signatures of a note by keys that are known; those of others say nothing. A known key's signature that does not
 * hold condemns the whole note (c2sp.org/signed-note, "Signatures").
 *
 * @throws {HanlianError} NOTE_SIGNATURE_WRONG, NOTE_MALFORMED
 */
export function verifiedSignatures(
  { text, signatures }: SignedNote,
  keys: readonly NoteKey[],
  verifiers: NoteVerifiers,
): readonly VerifiedSignature[] {
  return signatures.flatMap((signature) => {
    const key = keys.find((known) => isBy(known, signature));
    const verify = key && verifierOf(verifiers, key);
    if (verify === undefined) return [];
    const result = verified(text, signature, key as NoteKey, verify);
    if (result !== undefined) return [result];
    throw new HanlianError('NOTE_SIGNATURE_WRONG', `The signature of ${signature.name} does not verify`, {
      received: signature.name,
    });
  });
}

/** One organisation's keys, present and former. */
export interface Signatories {
  readonly organisation: string;
  readonly keys: readonly NoteKey[];
}

/** Witnesses, and how many of them must have signed. */
export interface WitnessQuorum {
  readonly witnesses: readonly Signatories[];
  readonly quorum: number;
}

/** Whose word makes a checkpoint of a log one to rely on. */
export interface LogPolicy {
  readonly origin: string;
  /** The keys the log itself signs with: one of them must have. */
  readonly log: Signatories;
  readonly witnesses: readonly Signatories[];
  /** How many organisations must have signed, the log's own among them. */
  readonly quorum: number;
  /** Who stands outside the ledger and must have signed besides; absent: nobody. */
  readonly external?: WitnessQuorum;
}

/**
 * The checkpoint of a note that enough organisations have signed. What is missing is a refusal: nobody's silence is taken
 * for consent.
 *
 * @throws {HanlianError} CHECKPOINT_MALFORMED, CHECKPOINT_FOREIGN, NOTE_UNSIGNED, NOTE_SIGNATURE_WRONG, QUORUM_MISSING
 */
export function trustedCheckpoint(note: SignedNote, policy: LogPolicy, verifiers: NoteVerifiers): Checkpoint {
  const checkpoint = parseCheckpoint(note.text);
  const { origin, log, witnesses, quorum, external } = policy;
  if (checkpoint.origin !== origin) {
    throw new HanlianError('CHECKPOINT_FOREIGN', 'The checkpoint is of another log', {
      expected: origin,
      received: checkpoint.origin,
    });
  }
  const all = [log, ...witnesses, ...(external?.witnesses ?? [])];
  const known = all.flatMap(({ keys }) => keys);
  const signed = verifiedSignatures(note, known, verifiers).map(({ key }) => key);
  if (!hasSigned(log, signed)) {
    throw new HanlianError('NOTE_UNSIGNED', 'The log has not signed its checkpoint');
  }
  requireQuorum({ witnesses: [log, ...witnesses], quorum }, signed);
  if (external !== undefined) requireQuorum(external, signed);
  return checkpoint;
}

const hasSigned = ({ keys }: Signatories, signed: readonly NoteKey[]): boolean =>
  signed.some((key) => keys.includes(key));

/** @throws {HanlianError} QUORUM_MISSING */
function requireQuorum({ witnesses, quorum }: WitnessQuorum, signed: readonly NoteKey[]): void {
  const having = witnesses.filter((one) => hasSigned(one, signed)).map(({ organisation }) => organisation);
  const organisations = new Set(having);
  if (organisations.size >= quorum) return;
  throw new HanlianError('QUORUM_MISSING', `${organisations.size} organisations have signed`, {
    expected: quorum,
    received: [...organisations],
  });
}
