import {
  HanlianError,
  parseCheckpoint,
  parseJson,
  parseNote,
  ProvenRegistry,
  requireRecord,
  utf8Encode,
  type Instant,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';

/** Public records, each proven under the map root of one checkpoint that enough have signed. */
export class ProvenRecords {
  readonly #values = new Map<string, string | undefined>();
  /** The time up to which the checkpoint's witnesses had seen no other. */
  readonly until: Instant;
  /** The same records, as what they say. */
  readonly registry = new ProvenRegistry((key) => this.find(key));

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
}
