import {
  checked,
  HanlianError,
  keys,
  schemas,
  type BatchRecord,
  type Hashes,
  type JsonValue,
  type LicenseReference,
  type LicenseView,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from './checkpoint-trust.js';
import { ProvenRecords } from './proven-records.js';
import type { LedgerSource } from './types.js';

/** A proof that was not accepted; its code says why. */
export class RefusedProof extends Error {
  override readonly name = 'RefusedProof';
  readonly code: string;

  constructor(cause: HanlianError) {
    super(cause.message, { cause });
    this.code = cause.code;
  }
}

/**
 * What the ledger held at a checkpoint, by proofs alone: no line is needed. It knows the records it has proofs for, there
 * or not there; asked for another, and where the proofs do not hold, it throws `RefusedProof`.
 */
export function provenLedger(value: JsonValue, trust: CheckpointTrust, hashes: Hashes): LedgerSource {
  try {
    return open(value, trust, hashes);
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const refuse = (): Promise<never> => Promise.reject(new RefusedProof(error));
    return { license: refuse, batch: refuse };
  }
}

function open(value: JsonValue, trust: CheckpointTrust, { sha256 }: Hashes): LedgerSource {
  const proven = ProvenRecords.under(trust, checked(schemas.stateProof, value), sha256);
  const { size, until } = proven;
  return {
    proof: { size, until },
    license: (reference) => shown(() => licenseIn(proven, reference)),
    batch: (batch) => shown(() => proven.read(keys.batch(batch)) as BatchRecord | undefined),
  };
}

/** What the proofs show; where none is about it, they are refused. */
async function shown<T>(read: () => T): Promise<T> {
  try {
    return await Promise.resolve(read());
  } catch (error) {
    throw error instanceof HanlianError ? new RefusedProof(error) : error;
  }
}

function licenseIn(proven: ProvenRecords, reference: LicenseReference): LicenseView | undefined {
  if (proven.read(keys.license(reference)) === undefined) return undefined;
  const { record, transitions } = proven.registry.license(reference);
  const head = proven.read(keys.head(reference)) as { version: string } | undefined;
  return {
    v: 1,
    ...reference,
    current: head?.version ?? reference.version,
    revision: record.r ?? 0,
    record,
    transitions: [...transitions],
  };
}
