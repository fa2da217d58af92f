import {
  CLOCK_TOLERANCE,
  HanlianError,
  type Instant,
  type LoanStepFile,
  type ProvenRegistry,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { ProvenRecords } from '../verification/proven-records.js';
import type { LoanViolation } from './violations.js';

type Shown = Pick<LoanStepFile, 'evidence' | 'checkpoint'> & { readonly step: { readonly txTime: Instant } };

/** The public records of a step's own day, or why what is shown as these is not. */
export type Evidenced =
  | { readonly registry: ProvenRegistry }
  | { readonly registry?: never; readonly fault: Pick<LoanViolation, 'code' | 'key' | 'reason'> };

/** What a step rested on, as the file proves it at the checkpoint of that day. */
export function evidencedBy(trust: CheckpointTrust, { step, evidence, checkpoint }: Shown): Evidenced {
  if (evidence === undefined || checkpoint === undefined) return { fault: { code: 'EVIDENCE_MISSING' } };
  const { records } = evidence;
  try {
    const proven = ProvenRecords.under(trust, { checkpoint, records }, nodeHashes.sha256);
    const late = records.find(({ key }) => isWrittenAfter(proven.find(key), step.txTime));
    if (late !== undefined) return { fault: { code: 'EVIDENCE_LATE', key: late.key } };
    return { registry: proven.registry };
  } catch (error) {
    if (error instanceof HanlianError) return { fault: { code: 'EVIDENCE_WRONG', reason: error.code } };
    throw error;
  }
}

/** What the registry came to say later is no ground of the step: a key bound by then had signed nothing before. */
function isWrittenAfter(record: unknown, at: Instant): boolean {
  const { txTime } = (record ?? {}) as { readonly txTime?: Instant };
  return txTime !== undefined && txTime > at + CLOCK_TOLERANCE;
}
