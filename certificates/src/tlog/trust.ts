import {
  trustedCheckpoint,
  verifiedSignatures,
  type LogPolicy,
  type NoteVerifiers,
  type SignedNote,
  type WitnessQuorum,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';

/**
 * Trusts checkpoints by a written policy. Each witness's time says that it had seen nothing newer by then; what each quorum
 * needs of them together is the time up to which a proof at the checkpoint tells everything. Without a witness, none.
 */
export const trustBy =
  (policy: LogPolicy, verifiers: NoteVerifiers): CheckpointTrust =>
  (note) => {
    const checkpoint = trustedCheckpoint(note, policy, verifiers);
    const others = policy.witnesses.filter(({ organisation }) => organisation !== policy.log.organisation);
    const own = { witnesses: others, quorum: Math.max(1, policy.quorum - 1) };
    const quorums = policy.external === undefined ? [own] : [own, policy.external];
    return { checkpoint, until: Math.min(...quorums.map((each) => witnessedUntil(note, each, verifiers))) };
  };

/** By which time as many as the quorum needs had all signed. */
function witnessedUntil(
  note: SignedNote,
  { witnesses, quorum }: WitnessQuorum,
  verifiers: NoteVerifiers,
): number {
  const times = witnesses
    .map(({ keys }) => verifiedSignatures(note, keys, verifiers).map(({ timestamp = 0 }) => timestamp))
    .map((own) => Math.max(0, ...own))
    .sort((a, b) => b - a);
  return times[quorum - 1] ?? 0;
}
