import { fileURLToPath } from 'node:url';
import { CHAIN_START, headAfter, isNext, receiptDigest, type ChainHead } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { newFolder, removeFolder } from '../../support/folders.js';
import { NEIGHBOUR, PROVIDER } from '../../support/sharing-city.js';
import { afterWord, runKilled } from '../killed.js';
import { nameRecord, openProvider } from './provider.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
const MOST_MS = 250;
const { sha256 } = nodeHashes;

export interface Outcome {
  readonly kills: number;
  /** How many answers went out. */
  readonly released: number;
  readonly recorded: number;
  /** What must never be, a line each. */
  readonly troubles: readonly string[];
}

/** Kills a provider while it gives data away, again and again on the same stores, and looks whether all of it is on record. */
export async function killReleases(kills: number): Promise<Outcome> {
  const folder = await newFolder();
  const out = new Map<string, string>();
  const troubles: string[] = [];
  try {
    await nameRecord(folder);
    for (let kill = 0; kill < kills; kill++) {
      const { output, signal, errors } = await runKilled(PROGRAM, [folder], afterWord('open', MOST_MS));
      if (signal !== 'SIGKILL') troubles.push(`run ${kill} ended by itself: ${errors}`);
      for (const [, id = '', digest = ''] of output.matchAll(/^data (\S+) (\S+)$/gm)) out.set(id, digest);
    }
    const { records, found } = await look(folder, troubles);
    for (const [id, digest] of out) {
      if (found.get(id) !== digest) troubles.push(`data of ${id} went out without its record`);
    }
    return { kills, released: out.size, recorded: records, troubles };
  } finally {
    await removeFolder(folder);
  }
}

/** The chain from its beginning: nothing missing, no use of the quota twice. */
async function look(
  folder: string,
  troubles: string[],
): Promise<{ records: number; found: ReadonlyMap<string, string> }> {
  const provider = await openProvider(folder);
  const found = new Map<string, string>();
  const uses = new Set<number>();
  let head: ChainHead = CHAIN_START;
  try {
    for await (const { receipt } of provider.receipts.chain({ provider: PROVIDER, requester: NEIGHBOUR })) {
      const { record } = receipt;
      if (!isNext(head, receipt)) troubles.push(`record ${record.seq} does not follow ${head.seq}`);
      head = headAfter(sha256, receipt);
      if (record.kind !== 'release') continue;
      if (uses.has(record.lease.use)) troubles.push(`use ${record.lease.use} of the lease stands twice`);
      uses.add(record.lease.use);
      found.set(record.query, receiptDigest(sha256, receipt));
    }
  } finally {
    await provider.close();
  }
  return { records: head.seq, found };
}
