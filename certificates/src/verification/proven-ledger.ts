import {
  checked,
  HanlianError,
  keys,
  parseNote,
  requireRecord,
  schemas,
  type BatchRecord,
  type Hashes,
  type JsonValue,
  type LicenseRecord,
  type LicenseReference,
  type LicenseView,
  type Transition,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from './checkpoint-trust.js';
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
  const { checkpoint: text, records } = checked(schemas.stateProof, value);
  const { checkpoint, until } = trust(parseNote(text));
  const { mapRoot, size } = checkpoint;
  if (mapRoot === undefined) {
    throw new HanlianError('MAP_PROOF_ROOT_DIFFERS', 'The checkpoint names no map root');
  }
  for (const record of records) requireRecord(sha256, mapRoot, record);
  const held = new Map(records.map((record) => [record.key, record.value]));
  const read = (key: string): unknown => {
    if (!held.has(key)) {
      throw new RefusedProof(new HanlianError('MAP_PROOF_MISSING', `No proof for ${key} was given`));
    }
    const record = held.get(key);
    return record === undefined ? undefined : JSON.parse(record);
  };
  return {
    proof: { size, until },
    license: async (reference) => Promise.resolve(licenseIn(read, reference)),
    batch: async (batch) => Promise.resolve(read(keys.batch(batch)) as BatchRecord | undefined),
  };
}

function licenseIn(read: (key: string) => unknown, reference: LicenseReference): LicenseView | undefined {
  const record = read(keys.license(reference)) as LicenseRecord | undefined;
  if (record === undefined) return undefined;
  const head = read(keys.head(reference)) as { version: string } | undefined;
  const older = Array.from(
    { length: record.z ?? 0 },
    (_, n) => read(keys.overflow(reference, n)) as Transition,
  );
  return {
    v: 1,
    ...reference,
    current: head?.version ?? reference.version,
    revision: record.r ?? 0,
    record,
    transitions: [...older, ...(record.h ?? [])],
  };
}
