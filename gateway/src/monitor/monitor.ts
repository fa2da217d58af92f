import type { CheckpointTrust } from '@hanlian/certificates';
import {
  equalBytes,
  hexEncode,
  HanlianError,
  leafHash,
  parseLogEntry,
  parseNote,
  TILE_WIDTH,
  type Checkpoint,
  type ErrorCode,
  type LogEntry,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { LogSource } from './source.js';
import { copyOf, type MonitorState, type Seen, type Trees } from './state.js';
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
    const found = await this.#read(trees, checkpoint.size);
    requireRoots(trees, checkpoint);
    return { next: { note: text, trees }, found };
  }

  /** Reads the entries up to a size into the trees; gives those looked for. */
  async #read(trees: Trees, size: number): Promise<readonly Found[]> {
    const found: Found[] = [];
    while (trees.sha256.size < size) {
      const bundle = Math.floor(trees.sha256.size / TILE_WIDTH);
      const first = bundle * TILE_WIDTH;
      const entries = await this.#parts.source.entries(bundle, Math.min(TILE_WIDTH, size - first));
      for (const bytes of entries.slice(trees.sha256.size - first)) {
        found.push(...this.#look(bytes, trees.sha256.size));
        for (const suite of ['sha256', 'sm3'] as const)
          trees[suite].append(leafHash(nodeHashes[suite], bytes));
      }
    }
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

function requireRoots({ sha256, sm3 }: Trees, { root, sm3Root, size }: Checkpoint): void {
  if (equalBytes(sha256.root(), root) && equalBytes(sm3.root(), sm3Root)) return;
  throw new HanlianError('LOG_INCONSISTENT', `The ${size} entries read do not lead to the signed roots`, {
    expected: hexEncode(root),
    received: hexEncode(sha256.root()),
  });
}
