import type {
  Agreement,
  CheckpointRecord,
  Department,
  HolderKey,
  LicenseRecord,
  LicenseReference,
  LoanProduct,
  LogHead,
  OfficerKey,
  RegistryEvidence,
  Transition,
} from '../domain/index.js';
import {
  BUREAU_MSP,
  HanlianError,
  inForce,
  keys,
  parseCheckpoint,
  parseNote,
  requireRecord,
  schemas,
  successorAt,
} from '../domain/index.js';
import { nodeHashes } from '../hash/node.js';
import type { TransactionContext } from './context.js';

/** An older checkpoint counts only while it is the newest: what the registry withdrew since must not count as in force. */
const MOST_AGE = 10 * 60;

/** What public records say, the registry's first, proven beside the transaction: the block does not tell what was looked up. */
export interface ProvenRegistry {
  holderKey(id: string): HolderKey;
  department(code: string): Department;
  agreement(text: string): Agreement;
  officerKey(department: string, officer: string): OfficerKey;
  product(bank: string, id: string): LoanProduct;
  license(reference: LicenseReference): { record: LicenseRecord; transitions: readonly Transition[] };
}

/**
 * Takes the transaction's evidence: proofs under the map root of a checkpoint that the bureau published and another
 * organisation found to be right.
 *
 * @throws {HanlianError} TRANSIENT_MISSING, CHECKPOINT_UNKNOWN, EVIDENCE_NOT_COSIGNED, EVIDENCE_TOO_OLD,
 *   MAP_CHECKPOINT_UNKNOWN; what it gives throws MAP_PROOF_*
 */
export async function provenRegistry(ctx: TransactionContext): Promise<ProvenRegistry> {
  const evidence = ctx.transient('evidence', schemas.registryEvidence);
  const { note } = await checkpointOf(ctx, evidence);
  const { mapRoot } = parseCheckpoint(parseNote(note).text);
  if (mapRoot === undefined) {
    throw new HanlianError('MAP_CHECKPOINT_UNKNOWN', 'The checkpoint has no map root', {
      received: evidence.size,
    });
  }
  const recordAt = (key: string): unknown => {
    const proof = evidence.records.find((record) => record.key === key);
    if (proof?.value === undefined) {
      throw new HanlianError('MAP_PROOF_MISSING', `No proof shows ${key}`, { field: 'evidence' });
    }
    requireRecord(nodeHashes.sha256, mapRoot, proof);
    return JSON.parse(proof.value) as unknown;
  };
  return {
    holderKey: (id) => recordAt(keys.holderKey(id)) as HolderKey,
    department: (code) => recordAt(keys.department(code)) as Department,
    agreement: (text) => recordAt(keys.agreement(text)) as Agreement,
    officerKey: (department, officer) => recordAt(keys.officerKey(department, officer)) as OfficerKey,
    product: (bank, id) => recordAt(keys.product(bank, id)) as LoanProduct,
    license: (reference) => {
      const record = recordAt(keys.license(reference)) as LicenseRecord;
      const { h: recent = [], z: older = 0 } = record;
      const moved = Array.from(
        { length: older },
        (_, i) => recordAt(keys.overflow(reference, i)) as Transition,
      );
      return { record, transitions: [...moved, ...recent] };
    },
  };
}

/**
 * The department that acts in an owner's place now, as proven.
 *
 * @throws {HanlianError} DEPARTMENT_NOT_IN_FORCE, MAP_PROOF_*
 */
export function provenInCharge(registry: ProvenRegistry, owner: string, at: number): Department {
  for (let department = registry.department(owner); ;) {
    const successor = successorAt(department, at);
    if (successor === undefined) {
      if (inForce(department, at)) return department;
      throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', `${department.code} is not in force at ${at}`, {
        received: department.code,
      });
    }
    department = registry.department(successor);
  }
}

async function checkpointOf(
  { state, txTime }: TransactionContext,
  { size, cosigner }: RegistryEvidence,
): Promise<CheckpointRecord> {
  const published = await state.get<CheckpointRecord>(keys.checkpoint(size));
  if (published === undefined) {
    throw new HanlianError('CHECKPOINT_UNKNOWN', `No checkpoint of ${size} leaves stands`, {
      received: size,
    });
  }
  const cosigned = await state.get(keys.cosignature(size, cosigner));
  if (cosigner === BUREAU_MSP || cosigned === undefined) {
    throw new HanlianError('EVIDENCE_NOT_COSIGNED', `${cosigner} has not cosigned it`, {
      received: cosigner,
    });
  }
  if (txTime - published.txTime > MOST_AGE) {
    // Where a checkpoint stands, so does the head.
    const head = (await state.get<LogHead>(keys.logHead())) as LogHead;
    if (head.size !== size) {
      throw new HanlianError('EVIDENCE_TOO_OLD', `The checkpoint of ${size} leaves is not the newest`, {
        expected: head.size,
        received: size,
      });
    }
  }
  return published;
}
