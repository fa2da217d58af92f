import { setTimeout as pause } from 'node:timers/promises';
import {
  base64Encode,
  decodeCosignature,
  formatNoteKey,
  HanlianError,
  parseTilePath,
  TILE_WIDTH,
  type ConsistencyAnswer,
  type LogProofEvidence,
  type WitnessesAnswer,
} from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';
import type { Services } from '../services/types.js';
import type { StateMap } from '../statemap/state-map.js';
import type { ExternalCosignatures } from '../witness/external/cosignatures.js';
import type { WitnessRounds } from '../witness/external/rounds.js';
import type { ForkGuard } from './forks.js';
import type { LogStore } from './log-store.js';
import { findEntry, proveEntry } from './proofs.js';
import { PUBLISHER, QUORUM, type PublishedLog } from './published.js';

type LogAnswers = Services['log'];

const LOOK_EVERY_MS = 250;
const LONGEST_WAIT_MS = 30_000;

interface LogParts {
  readonly ledger: Ledger;
  readonly store: LogStore;
  readonly map: Pick<StateMap, 'rootAt'>;
  readonly published: PublishedLog;
  readonly forks: ForkGuard;
  readonly origin: () => Promise<string | undefined>;
  readonly cosignatures: ExternalCosignatures;
  readonly rounds: Pick<WitnessRounds, 'refusalOf'>;
}

/** A checkpoint to prove under: its size and its note with all cosignatures. */
interface Signed {
  readonly size: number;
  readonly note: string;
}

const nothingYet = (): HanlianError =>
  new HanlianError('CHECKPOINT_UNKNOWN', 'No checkpoint has been published yet');

/** What the log answers anyone. */
export class LogService implements LogAnswers {
  readonly #parts: LogParts;
  /** The newest size that enough organisations have signed. */
  #witnessed = 0;
  /** The newest of them at which this hub's state map stood too. */
  #provable = 0;

  constructor(parts: LogParts) {
    this.#parts = parts;
  }

  async checkpoint(): Promise<string> {
    return (await this.#newest()).note;
  }

  // A promise, so that whoever waits for it hears of the refusal as of any other.
  requireWhole(): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.forks.requireWhole();
      resolve();
    });
  }

  /** The newest checkpoint this hub has tiles for. */
  async #newest(): Promise<Signed> {
    return this.#signed(this.#newestSize());
  }

  async #signed(size: number): Promise<Signed> {
    const note = await this.#parts.published.note(size);
    if (note === undefined) throw nothingYet();
    return { size, note };
  }

  async tile(path: string): Promise<Uint8Array> {
    const tile = parseTilePath(path);
    const size = this.#parts.published.head()?.size ?? 0;
    const { level, index, width } = tile;
    const span = TILE_WIDTH ** (level === 'entries' ? 0 : level);
    // Nothing is shown that no checkpoint covers.
    if ((index * TILE_WIDTH + width) * span > size)
      throw new HanlianError('NOT_FOUND', 'The log has no such tile');
    return this.#parts.store.tile(tile);
  }

  /** @throws {HanlianError} NOT_FOUND, LOG_PENDING */
  async inclusion(transactionId: string): Promise<string> {
    const { ledger, store } = this.#parts;
    const transaction = await ledger.transaction(transactionId);
    const index = transaction && (await findEntry(store, transaction, transactionId));
    if (index === undefined) throw new HanlianError('NOT_FOUND', 'The log has no entry of this transaction');
    return (await proveEntry(store, index, await this.#newest())).proof;
  }

  /** The proof of a transaction under a checkpoint that enough organisations signed; undefined where there is none yet. */
  async evidence(transactionId: string, block: number): Promise<LogProofEvidence | undefined> {
    const { store } = this.#parts;
    const size = await this.#witnessedSize();
    const index = await findEntry(store, { block }, transactionId);
    if (index === undefined || index >= size) return undefined;
    const { entry, proof } = await proveEntry(store, index, await this.#signed(size));
    return { v: 1, entry, proof };
  }

  /**
   * A checkpoint that enough organisations signed: of a size, or the newest under which this hub can prove records, since
   * two others may have signed one that it has not come to yet.
   *
   * @throws {HanlianError} CHECKPOINT_UNKNOWN
   */
  async witnessed(wanted?: number): Promise<{ readonly block: number; readonly note: string }> {
    const { published } = this.#parts;
    const size = wanted ?? (await this.#provableSize());
    const checkpoint = published.checkpoint(size);
    if (checkpoint === undefined || !(await published.isWitnessed(size))) {
      throw new HanlianError('CHECKPOINT_UNKNOWN', `Too few have signed a checkpoint of ${size} leaves`, {
        received: size,
      });
    }
    return { block: checkpoint.block, note: (await this.#signed(size)).note };
  }

  /** The same, waiting for it. @throws {HanlianError} LOG_PENDING */
  async awaitEvidence(transactionId: string, block: number): Promise<LogProofEvidence> {
    const giveUpAt = performance.now() + LONGEST_WAIT_MS;
    while (performance.now() < giveUpAt) {
      const found = await this.evidence(transactionId, block);
      if (found !== undefined) return found;
      this.#parts.forks.requireWhole();
      await pause(LOOK_EVERY_MS);
    }
    throw new HanlianError('LOG_PENDING', `No witnessed checkpoint covers ${transactionId} yet`);
  }

  async #witnessedSize(): Promise<number> {
    const found = await this.#parts.published.newestWitnessed(this.#witnessed, this.#newestSize());
    this.#witnessed = Math.max(found ?? 0, this.#witnessed);
    return this.#witnessed;
  }

  async #provableSize(): Promise<number> {
    const { published, map } = this.#parts;
    const isKept = (size: number): boolean => {
      const checkpoint = published.checkpoint(size);
      return checkpoint !== undefined && map.rootAt(checkpoint.block) !== undefined;
    };
    const found = await published.newestWitnessed(this.#provable, this.#newestSize(), isKept);
    this.#provable = Math.max(found ?? 0, this.#provable);
    return this.#provable === 0 ? this.#witnessedSize() : this.#provable;
  }

  /** As far as this hub has tiles. */
  #newestSize(): number {
    const { published, store } = this.#parts;
    return Math.min(published.head()?.size ?? 0, store.size);
  }

  async consistency(older: number, newer: number): Promise<ConsistencyAnswer> {
    const size = this.#parts.published.head()?.size ?? 0;
    if (newer > size)
      throw new HanlianError('CHECKPOINT_UNKNOWN', `The newest checkpoint has ${size} leaves`);
    const path = await this.#parts.store.tree(newer).consistency(older);
    return { older, newer, path: path.map(base64Encode) };
  }

  async witnesses(): Promise<WitnessesAnswer> {
    const { published, forks } = this.#parts;
    const origin = await this.#parts.origin();
    const size = published.head()?.size;
    const signed = size === undefined ? [] : await published.witnessed(size);
    const all = origin === undefined ? [] : (await published.policy(origin)).witnesses;
    return {
      origin: origin ?? null,
      publisher: PUBLISHER,
      quorum: QUORUM,
      halted: forks.isHalted,
      size: size ?? null,
      witnesses: all.map(({ organisation }) => {
        const own = signed.find((one) => one.organisation === organisation);
        return {
          organisation,
          key: published.keysOf(organisation)?.witness ?? '',
          cosignedAt: own === undefined ? null : own.timestamp,
        };
      }),
      external: this.#external(size),
      forks: (await published.forks()).map(({ size: forked, mspId, note }) => ({
        size: forked,
        organisation: mspId,
        note,
      })),
    };
  }

  /** The witnesses beyond the ledger. */
  #external(size = 0): WitnessesAnswer['external'] {
    const { cosignatures, rounds } = this.#parts;
    const { witnesses, policy } = cosignatures.witnesses;
    return {
      quorum: policy?.quorum ?? 0,
      witnesses: witnesses.map(({ name, key }) => {
        const given = cosignatures.by(key, size);
        return {
          name,
          key: formatNoteKey(key),
          cosignedAt: given === undefined ? null : decodeCosignature(given.signature).timestamp,
          refusal: rounds.refusalOf(key.name) ?? null,
        };
      }),
    };
  }
}
