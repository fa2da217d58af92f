import {
  HanlianError,
  parseJson,
  parseNote,
  ProvenRegistry,
  requireRecord,
  utf8Encode,
  type Digest,
  type Instant,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from './checkpoint-trust.js';

/** Public records, each proven under the map root of one checkpoint that enough have signed. */
export class ProvenRecords {
  readonly #values: ReadonlyMap<string, string | undefined>;
  /** Of the checkpoint's log. */
  readonly size: number;
  /** The time up to which the checkpoint's witnesses had seen no other. */
  readonly until: Instant;
  /** The same records, as what they say. */
  readonly registry = new ProvenRegistry((key) => this.find(key));

  private constructor(
    values: ReadonlyMap<string, string | undefined>,
    { size, until }: Pick<ProvenRecords, 'size' | 'until'>,
  ) {
    this.#values = values;
    this.size = size;
    this.until = until;
  }

  /** @throws {HanlianError} what makes a checkpoint one not to rely on, MAP_CHECKPOINT_UNKNOWN, MAP_PROOF_* */
  static under(
    trust: CheckpointTrust,
    { checkpoint: note, records }: { readonly checkpoint: string; readonly records: readonly RecordProof[] },
    sha256: Digest,
  ): ProvenRecords {
    const { checkpoint, until } = trust(parseNote(note));
    const { mapRoot, size } = checkpoint;
    if (mapRoot === undefined)
      throw new HanlianError('MAP_CHECKPOINT_UNKNOWN', 'The checkpoint has no map root');
    for (const record of records) requireRecord(sha256, mapRoot, record);
    return new ProvenRecords(new Map(records.map(({ key, value }) => [key, value])), { size, until });
  }

  /** The record under a key as the ledger has it; undefined: it has none, or nothing was shown of it. */
  find(key: string): unknown {
    const value = this.#values.get(key);
    return value === undefined ? undefined : parseJson(utf8Encode(value));
  }

  /**
   * The record under a key as the ledger has it; undefined: it is proven to have none.
   *
   * @throws {HanlianError} MAP_PROOF_MISSING
   */
  read(key: string): unknown {
    if (this.#values.has(key)) return this.find(key);
    throw new HanlianError('MAP_PROOF_MISSING', `No proof for ${key} was given`);
  }
}
