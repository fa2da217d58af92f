import type { Checkpoint, Instant, SignedNote } from '@hanlian/chaincode/domain';

/** A checkpoint enough organisations have signed, and the time up to which they have seen no other. */
export interface Witnessed {
  readonly checkpoint: Checkpoint;
  readonly until: Instant;
}

/** Decides whether a checkpoint is one to rely on; throws where it is not. */
export type CheckpointTrust = (note: SignedNote) => Witnessed;
