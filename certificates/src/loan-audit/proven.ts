import {
  HanlianError,
  inForce,
  keys,
  parseCheckpoint,
  parseJson,
  parseNote,
  requireRecord,
  successorAt,
  utf8Encode,
  type Department,
  type HolderKey,
  type Instant,
  type LicenseRecord,
  type LicenseReference,
  type LoanProduct,
  type OfficerKey,
  type RecordProof,
  type Transition,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';

/** Public records, each proven under the map root of one checkpoint that enough have signed. */
export class ProvenRecords {
  readonly #values = new Map<string, string | undefined>();
  /** The time up to which the checkpoint's witnesses had seen no other. */
  readonly until: Instant;

  private constructor(until: Instant) {
    this.until = until;
  }

  /** @throws {HanlianError} what makes a checkpoint one not to rely on, MAP_CHECKPOINT_UNKNOWN, MAP_PROOF_* */
  static under(trust: CheckpointTrust, note: string, records: readonly RecordProof[]): ProvenRecords {
    const signed = parseNote(note);
    const { until } = trust(signed);
    const { mapRoot } = parseCheckpoint(signed.text);
    if (mapRoot === undefined)
      throw new HanlianError('MAP_CHECKPOINT_UNKNOWN', 'The checkpoint has no map root');
    const proven = new ProvenRecords(until);
    for (const record of records) {
      requireRecord(nodeHashes.sha256, mapRoot, record);
      proven.#values.set(record.key, record.value);
    }
    return proven;
  }

  /** The record under a key as the ledger has it; undefined: it has none. */
  find(key: string): unknown {
    const value = this.#values.get(key);
    return value === undefined ? undefined : parseJson(utf8Encode(value));
  }

  /** @throws {HanlianError} MAP_PROOF_MISSING */
  record(key: string): unknown {
    const found = this.find(key);
    if (found !== undefined) return found;
    throw new HanlianError('MAP_PROOF_MISSING', `No proof shows ${key}`, { field: 'evidence' });
  }

  holderKey(id: string): HolderKey {
    return this.record(keys.holderKey(id)) as HolderKey;
  }

  officerKey(department: string, officer: string): OfficerKey {
    return this.record(keys.officerKey(department, officer)) as OfficerKey;
  }

  product(bank: string, id: string): LoanProduct {
    return this.record(keys.product(bank, id)) as LoanProduct;
  }

  license(reference: LicenseReference): { record: LicenseRecord; transitions: readonly Transition[] } {
    const record = this.record(keys.license(reference)) as LicenseRecord;
    const { h: recent = [], z: older = 0 } = record;
    const moved = Array.from(
      { length: older },
      (_, i) => this.record(keys.overflow(reference, i)) as Transition,
    );
    return { record, transitions: [...moved, ...recent] };
  }

  /**
   * Who acts in a department's place at that time.
   *
   * @throws {HanlianError} MAP_PROOF_MISSING, DEPARTMENT_NOT_IN_FORCE
   */
  inCharge(code: string, at: Instant): string {
    const department = this.record(keys.department(code)) as Department;
    const successor = successorAt(department, at);
    if (successor !== undefined) return this.inCharge(successor, at);
    if (inForce(department, at)) return code;
    throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', `${code} is not in force at ${at}`, { received: code });
  }
}
