import { replayLog, type CheckpointTrust, type LogTrees } from '@hanlian/certificates';
import {
  HanlianError,
  parseLogEntry,
  parseNote,
  type Checkpoint,
  type ErrorCode,
  type LogEntry,
} from '@hanlian/chaincode/domain';
import type { LogSource } from './source.js';
import { copyOf, type MonitorState, type Seen } from './state.js';
import { metBy, type Found, type Watch } from './watch.js';

export interface MonitorParts {
  readonly source: LogSource;
  readonly state: MonitorState;
  /** Which checkpoints count. */
  readonly trust: CheckpointTrust;
  readonly watch: Watch;
  /** Hears of what was found before it counts as seen: after a failure it hears of it again. */
  readonly tell: (found: readonly Found[]) => Promise<void> | void;
}

/** What one look at the log gave. */
export interface Look {
  /** Leaves seen before, and now. */
  readonly from: number;
  readonly size: number;
  readonly found: readonly Found[];
}

/** What keeps for later: whoever signed these cannot deny it. */
const MISBEHAVIOUR: ReadonlySet<ErrorCode> = new Set([
  'LOG_FORKED',
  'LOG_WENT_BACK',
  'LOG_INCONSISTENT',
  'TILE_MALFORMED',
  'NOTE_SIGNATURE_WRONG',
]);

/**
 * Follows a log: reads every entry, builds the tree of its own over all it has ever read, and takes a checkpoint only
 * where both have one root. So a log that changed anything it has shown before cannot be taken for one that grew.
 */
export class Monitor {
  readonly #parts: MonitorParts;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  /**
   * Looks once. What is wrong is kept as evidence, and the next look begins where this one did.
   *
   * @throws {HanlianError} LOG_UNREACHABLE, LOG_FORKED, LOG_WENT_BACK, LOG_INCONSISTENT, TILE_MALFORMED, and what makes a
   * checkpoint one not to rely on
   */
  async look(): Promise<Look> {
    const { source, state, tell } = this.#parts;
    const seen = await state.read();
    const note = await source.checkpoint();
    try {
      const { next, found } = await this.#follow(seen, note);
      await tell(found);
      await state.write(next);
      return { from: seen.trees.sha256.size, size: next.trees.sha256.size, found };
    } catch (error) {
      if (error instanceof HanlianError && MISBEHAVIOUR.has(error.code)) {
        await state.keep(
          `${error.code}: ${error.message}\n\n--- seen before\n${seen.note}\n--- now\n${note}`,
        );
      }
      throw error;
    }
  }

  async #follow(seen: Seen, text: string): Promise<{ next: Seen; found: readonly Found[] }> {
    const note = parseNote(text);
    const { checkpoint } = this.#parts.trust(note);
    const { size } = seen.trees.sha256;
    if (checkpoint.size < size) {
      throw new HanlianError('LOG_WENT_BACK', `It had ${size} leaves`, {
        expected: size,
        received: checkpoint.size,
      });
    }
    if (checkpoint.size === size) {
      if (parseNote(seen.note).text === note.text) return { next: { ...seen, note: text }, found: [] };
      throw new HanlianError('LOG_FORKED', `Another checkpoint of ${size} leaves was seen`, {
        received: size,
      });
    }
    const trees = copyOf(seen.trees);
    const found = await this.#read(trees, checkpoint);
    return { next: { note: text, trees }, found };
  }

  /** Reads the entries up to a checkpoint into the trees; gives those looked for. */
  async #read(trees: LogTrees, checkpoint: Checkpoint): Promise<readonly Found[]> {
    const found: Found[] = [];
    await replayLog(this.#parts.source, trees, checkpoint, (bytes, index) => {
      found.push(...this.#look(bytes, index));
    });
    return found;
  }

  #look(bytes: Uint8Array, index: number): Found[] {
    const entry = entryIn(bytes);
    if (entry === undefined) return [{ index, because: ['unreadable'] }];
    const because = metBy(entry, this.#parts.watch);
    return because.length === 0 ? [] : [{ index, entry, because }];
  }
}

/** Whether the bytes are what the log signed is not known yet, so that what cannot be read is no error here. */
function entryIn(bytes: Uint8Array): LogEntry | undefined {
  try {
    return parseLogEntry(bytes);
  } catch (error) {
    if (error instanceof HanlianError) return undefined;
    throw error;
  }
}
