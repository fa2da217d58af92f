import {
  formatNote,
  keys,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  rangeOf,
  splitKey,
  verifiedSignatures,
  type Checkpoint,
  type CheckpointRecord,
  type CosignatureRecord,
  type ForkRecord,
  type LogHead,
  type LogKeys,
  type LogPolicy,
  type NoteKey,
  type SignedNote,
} from '@hanlian/chaincode/domain';
import { noteVerifiers } from '@hanlian/certificates';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ReadModel } from '../readmodel/read-model.js';
import type { ExternalCosignatures } from '../witness/external/cosignatures.js';

/** The organisation whose hub publishes. */
export const PUBLISHER = 'BureauMSP';
/** How many of the three organisations must have signed a checkpoint, the publisher among them (docs/adr/0005). */
export const QUORUM = 2;
const MOST_BESIDE = 64;

type Rows = Pick<ReadModel, 'get' | 'range' | 'rows'>;

/** What the ledger says of the log: published checkpoints, who cosigned them, who holds to another text. */
export class PublishedLog {
  readonly #model: Rows;
  readonly #external: ExternalCosignatures | undefined;

  /** @param external what witnesses beyond the ledger have signed; absent: none are asked */
  constructor(model: Rows, external?: ExternalCosignatures) {
    this.#model = model;
    this.#external = external;
  }

  head(): LogHead | undefined {
    return this.#read(keys.logHead()) as LogHead | undefined;
  }

  keysOf(mspId: string): LogKeys | undefined {
    return this.#read(keys.logKeys(mspId)) as LogKeys | undefined;
  }

  isPublished(size: number): boolean {
    return this.#model.get(keys.checkpoint(size)) !== undefined;
  }

  isCosigned(size: number, mspId: string): boolean {
    return this.#model.get(keys.cosignature(size, mspId)) !== undefined;
  }

  /** The checkpoint of a size as the log signed it; undefined where none was published. */
  signed(size: number): SignedNote | undefined {
    const published = this.#read(keys.checkpoint(size)) as CheckpointRecord | undefined;
    return published && parseNote(published.note);
  }

  /** The same with every cosignature that the ledger and this hub have. */
  async note(size: number): Promise<string | undefined> {
    const published = this.signed(size);
    if (published === undefined) return undefined;
    const { text, signatures } = published;
    const cosigned = await this.cosignatures(size);
    const more = cosigned.flatMap(({ note }) => parseNote(note).signatures);
    return formatNote({ text, signatures: [...signatures, ...more, ...(this.#external?.of(size) ?? [])] });
  }

  cosignatures(size: number): Promise<CosignatureRecord[]> {
    return this.#beside<CosignatureRecord>(keys.cosignature(size, ''));
  }

  /** Every other text anyone ever held against a published one. */
  forks(): Promise<ForkRecord[]> {
    return this.#list<ForkRecord>(splitKey(keys.fork(0, '')).slice(0, 2));
  }

  /** Who may sign for this log: each organisation's present and former keys, as they registered them. */
  async policy(origin: string): Promise<LogPolicy> {
    const all = await this.#list<LogKeys>(splitKey(keys.logKeys('')).slice(0, 2));
    const keysIn = ({ log, sm2, witness, former }: LogKeys): NoteKey[] =>
      [log, sm2, witness, ...former]
        .filter((text) => text !== undefined)
        .map((text) => parseNoteKey(nodeHashes.sha256, text));
    const kept = (record: LogKeys, isWitness: boolean): NoteKey[] =>
      keysIn(record).filter(({ type }) => (type === 'cosignature') === isWitness);
    const publisher = all.find(({ mspId }) => mspId === PUBLISHER);
    return {
      origin,
      log: { organisation: PUBLISHER, keys: publisher === undefined ? [] : kept(publisher, false) },
      witnesses: all.map((record) => ({ organisation: record.mspId, keys: kept(record, true) })),
      quorum: QUORUM,
      ...(this.#external?.witnesses.policy && { external: this.#external.witnesses.policy }),
    };
  }

  /** The witnesses' times on a checkpoint, by organisation. */
  async witnessed(size: number): Promise<{ organisation: string; timestamp: number }[]> {
    const cosigned = await this.cosignatures(size);
    return cosigned.flatMap(({ mspId, note }) => {
      const known = this.keysOf(mspId);
      const texts = known === undefined ? [] : [known.witness, ...known.former];
      const own = texts.map((text) => parseNoteKey(nodeHashes.sha256, text));
      const [signature] = verifiedSignatures(parseNote(note), own, noteVerifiers);
      return [{ organisation: mspId, timestamp: signature?.timestamp ?? 0 }];
    });
  }

  /** Whether enough have signed the checkpoint of a size: organisations of the ledger, and witnesses beyond it. */
  async isWitnessed(size: number): Promise<boolean> {
    const cosigned = await this.cosignatures(size);
    const organisations = new Set([PUBLISHER, ...cosigned.map(({ mspId }) => mspId)]);
    return organisations.size >= QUORUM && (this.#external?.suffice(size) ?? true);
  }

  /**
   * The largest size that enough have signed, above `least` and at most `most`, and that `passes`; undefined where there is
   * none. Published checkpoints may outrun their cosignatures for as long as much is written.
   */
  async newestWitnessed(
    least: number,
    most: number,
    passes: (size: number) => boolean = () => true,
  ): Promise<number | undefined> {
    // Only what somebody cosigned can be: those that nobody has may be many, and are not looked at.
    const [start, end] = [keys.cosignature(least + 1, ''), keys.cosignature(most + 1, '')];
    let looked = 0;
    for await (const { key } of this.#model.rows(start, end, true)) {
      const size = Number(splitKey(key).at(-2));
      if (size !== looked && passes(size) && (await this.isWitnessed(size))) return size;
      looked = size;
    }
    return undefined;
  }

  checkpoint(size: number): Checkpoint | undefined {
    const published = this.signed(size);
    return published && parseCheckpoint(published.text);
  }

  /** The blocks of the checkpoints published after a block's end, oldest first; of more than `most`, the newest. */
  async blocksAfter(block: number, most: number): Promise<number[]> {
    const { start, end } = rangeOf(...splitKey(keys.checkpoint(0)).slice(0, -1));
    const blocks: number[] = [];
    for await (const { row } of this.#model.rows(start, end, true)) {
      const { note } = JSON.parse(row.value.toString()) as CheckpointRecord;
      const found = parseCheckpoint(parseNote(note).text).block;
      if (found <= block || blocks.length === most) break;
      blocks.push(found);
    }
    return blocks.reverse();
  }

  #read(key: string): unknown {
    const row = this.#model.get(key);
    return row && (JSON.parse(row.value.toString()) as unknown);
  }

  #beside<T>(key: string): Promise<T[]> {
    return this.#list<T>(splitKey(key).slice(0, -1));
  }

  async #list<T>(parts: readonly string[]): Promise<T[]> {
    const { start, end } = rangeOf(...parts);
    const rows = await this.#model.range(start, end, MOST_BESIDE);
    return rows.map(({ row }) => JSON.parse(row.value.toString()) as T);
  }
}
