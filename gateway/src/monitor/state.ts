import { join } from 'node:path';
import { emptyTrees, makeFolder, type LogTrees } from '@hanlian/certificates';
import { base64Decode, base64Encode, CompactTree, HanlianError } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { z } from 'zod';
import { keepEvidence } from '../storage/evidence.js';
import { readFileIfPresent, writeFileAtomic } from '../storage/files.js';

const STATE = 'state.json';
const EVIDENCE = 'evidence';

const stateSchema = z.strictObject({
  v: z.literal(1),
  /** The checkpoint seen last, as it was signed. */
  note: z.string(),
  size: z.int().min(0),
  subtrees: z.strictObject({ sha256: z.array(z.base64()), sm3: z.array(z.base64()) }),
});

/** What a monitor has seen of a log: its last checkpoint, and the trees over all entries up to there. */
export interface Seen {
  readonly note: string;
  readonly trees: LogTrees;
}

/** Trees with the same leaves, of which the first ones can go on. */
export const copyOf = ({ sha256, sm3 }: LogTrees): LogTrees => ({
  sha256: new CompactTree(nodeHashes.sha256, sha256.size, sha256.subtrees),
  sm3: new CompactTree(nodeHashes.sm3, sm3.size, sm3.subtrees),
});

const NOTHING: Seen = { note: '', trees: emptyTrees() };

/** A monitor's folder. */
export class MonitorState {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<MonitorState> {
    await makeFolder(join(folder, EVIDENCE));
    return new MonitorState(folder);
  }

  /** @throws {HanlianError} MONITOR_STATE_DAMAGED */
  async read(): Promise<Seen> {
    const text = await readFileIfPresent(join(this.#folder, STATE));
    return text === undefined ? NOTHING : parse(text);
  }

  /** On disk when this returns. */
  async write({ note, trees: { sha256, sm3 } }: Seen): Promise<void> {
    const subtrees = { sha256: sha256.subtrees.map(base64Encode), sm3: sm3.subtrees.map(base64Encode) };
    await writeFileAtomic(
      join(this.#folder, STATE),
      JSON.stringify({ v: 1, note, size: sha256.size, subtrees }),
    );
  }

  /** Keeps what shows that something is wrong, once. */
  async keep(text: string): Promise<void> {
    await keepEvidence(join(this.#folder, EVIDENCE), text);
  }
}

function parse(text: string): Seen {
  try {
    const { note, size, subtrees } = stateSchema.parse(JSON.parse(text));
    const tree = (suite: keyof LogTrees): CompactTree =>
      new CompactTree(nodeHashes[suite], size, subtrees[suite].map(base64Decode));
    return { note, trees: { sha256: tree('sha256'), sm3: tree('sm3') } };
  } catch (cause) {
    throw new HanlianError('MONITOR_STATE_DAMAGED', `${STATE} of the monitor is damaged`, {}, { cause });
  }
}
