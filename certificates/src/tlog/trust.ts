import {
  trustedCheckpoint,
  verifiedSignatures,
  type LogPolicy,
  type NoteVerifiers,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';

/**
 * Trusts checkpoints by a written policy. Each witness's time says that it had seen nothing newer by then; what the quorum
 * needs of them together is the time up to which a proof at the checkpoint tells everything. Without a witness, none.
 */
export const trustBy =
  (policy: LogPolicy, verifiers: NoteVerifiers): CheckpointTrust =>
  (note) => {
    const checkpoint = trustedCheckpoint(note, policy, verifiers);
    const times = policy.witnesses
      .filter(({ organisation }) => organisation !== policy.log.organisation)
      .map(({ keys }) => verifiedSignatures(note, keys, verifiers).map(({ timestamp = 0 }) => timestamp))
      .map((own) => Math.max(0, ...own))
      .sort((a, b) => b - a);
    const needed = Math.max(1, policy.quorum - 1);
    return { checkpoint, until: times[needed - 1] ?? 0 };
  };
