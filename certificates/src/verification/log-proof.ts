import {
  HanlianError,
  leafHash,
  parseLogEntry,
  parseLogProof,
  utf8Encode,
  verifyInclusion,
  type Hashes,
  type LogEntry,
} from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../document/schema.js';
import type { CheckpointTrust } from './checkpoint-trust.js';
import type { Finding } from './types.js';

/** A batch of one that its event names by the license's key instead of by a run. */
const SINGLE: readonly string[] = ['license.amend', 'license.renew', 'license.transferIn'];

/** What only says that too few have signed, or nobody known here: a later proof may well be accepted. */
export const UNTRUSTED: readonly string[] = ['QUORUM_MISSING', 'NOTE_UNSIGNED', 'CHECKPOINT_FOREIGN'];

/** Whether the document's own proof shows its issue in a log that is trusted. */
export function judgeLogProof(document: EvidenceDocument, trust: CheckpointTrust, hashes: Hashes): Finding {
  try {
    return judge(document, trust, hashes);
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const code = UNTRUSTED.includes(error.code) ? 'LOG_PROOF_UNTRUSTED' : 'LOG_PROOF_WRONG';
    return { code, data: { reason: error.code } };
  }
}

function judge(document: EvidenceDocument, trust: CheckpointTrust, { sha256 }: Hashes): Finding {
  const { entry, proof } = document.logProof as NonNullable<EvidenceDocument['logProof']>;
  const { index, path, checkpoint: note } = parseLogProof(proof);
  const { checkpoint } = trust(note);
  const bytes = utf8Encode(entry);
  const inclusion = { treeSize: checkpoint.size, index, leaf: leafHash(sha256, bytes), path };
  if (!verifyInclusion(sha256, inclusion, checkpoint.root)) {
    return { code: 'LOG_PROOF_WRONG', data: { reason: 'PROOF_INVALID' } };
  }
  if (!tellsOf(parseLogEntry(bytes), document)) return { code: 'LOG_PROOF_FOREIGN' };
  return { code: 'ANCHOR_LOGGED', data: { size: checkpoint.size, index, block: checkpoint.block } };
}

/** Whether an entry tells of the write of this very certificate: its batch, and the run it stands in. */
function tellsOf({ event }: LogEntry, { statement, inclusion }: EvidenceDocument): boolean {
  if (event.batch !== statement.batch || event.root !== statement.root) return false;
  if (event.start === undefined) return SINGLE.includes(event.type) && statement.count === 1;
  return event.start <= inclusion.index && inclusion.index < event.start + event.count;
}
