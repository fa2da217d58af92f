import {
  CompactTree,
  equalBytes,
  hexEncode,
  HanlianError,
  leafHash,
  TILE_WIDTH,
  type Checkpoint,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

/** Whoever has the entries of a log. */
export interface EntrySource {
  /** The first `width` entries of a bundle. */
  entries(index: number, width: number): Promise<readonly Uint8Array[]>;
}

/** The trees over a log's first entries, in both suites. */
export interface LogTrees {
  readonly sha256: CompactTree;
  readonly sm3: CompactTree;
}

export const emptyTrees = (): LogTrees => ({
  sha256: new CompactTree(nodeHashes.sha256),
  sm3: new CompactTree(nodeHashes.sm3),
});

/**
 * Reads a log's entries into the trees, from where these stand up to a checkpoint; each is visited with its place. What was
 * visited counts only once this returns: then the entries are those that were signed.
 *
 * @throws {HanlianError} LOG_INCONSISTENT when they are others, and what the source throws
 */
export async function replayLog(
  source: EntrySource,
  trees: LogTrees,
  { size, root, sm3Root }: Checkpoint,
  visit: (entry: Uint8Array, index: number) => void,
): Promise<void> {
  while (trees.sha256.size < size) {
    const bundle = Math.floor(trees.sha256.size / TILE_WIDTH);
    const first = bundle * TILE_WIDTH;
    const entries = await source.entries(bundle, Math.min(TILE_WIDTH, size - first));
    for (const bytes of entries.slice(trees.sha256.size - first)) {
      visit(bytes, trees.sha256.size);
      for (const suite of ['sha256', 'sm3'] as const) trees[suite].append(leafHash(nodeHashes[suite], bytes));
    }
  }
  if (equalBytes(trees.sha256.root(), root) && equalBytes(trees.sm3.root(), sm3Root)) return;
  throw new HanlianError('LOG_INCONSISTENT', `The ${size} entries read do not lead to the signed roots`, {
    expected: hexEncode(root),
    received: hexEncode(trees.sha256.root()),
  });
}
