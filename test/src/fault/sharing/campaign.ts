import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CHAIN_START, headAfter, isNext, receiptDigest, type ChainHead } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { newFolder, removeFolder } from '../../support/folders.js';
import { NEIGHBOUR, PROVIDER, STRANGER } from '../../support/sharing-city.js';
import { endOf } from '../crash/processes.js';
import { afterWord, runKilled } from '../killed.js';
import { nameRecord, openProvider } from './provider.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
const MOST_MS = 250;
const { sha256 } = nodeHashes;
/** What is released, and what is handed on of it. */
const PAIRS = [
  { provider: PROVIDER, requester: NEIGHBOUR },
  { provider: NEIGHBOUR, requester: STRANGER },
];

export interface Outcome {
  readonly kills: number;
  /** How many answers and products went out. */
  readonly released: number;
  readonly recorded: number;
  /** What must never be, a line each. */
  readonly troubles: readonly string[];
}

/** Kills a provider while it gives data away, again and again on the same stores, and looks whether all of it is on record. */
export const killReleases = (kills: number): Promise<Outcome> =>
  endReleases(kills, async (folder) => {
    const { output, signal, errors } = await runKilled(PROGRAM, [folder], afterWord('open', MOST_MS));
    return signal === 'SIGKILL' ? output : `trouble it ended by itself: ${errors}\n${output}`;
  });

/** So many blocks of 512 bytes no file may grow beyond: the way a disk is full for one process. */
const MOST_BLOCKS = 600;

/** Lets a provider give data away until its disk is full, and looks the same way. */
export const fillDisk = (): Promise<Outcome> =>
  endReleases(1, async (folder) => {
    const limited = `ulimit -f ${MOST_BLOCKS}; exec "$0" "$1" "$2"`;
    const child = spawn('sh', ['-c', limited, process.execPath, PROGRAM, folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    const { output, errors } = await endOf(child, () => undefined);
    return errors.includes('LEDGER_DISK_FULL')
      ? output
      : `trouble its disk was not full: ${errors}\n${output}`;
  });

/** @param run runs the provider to its end, and gives what it said */
async function endReleases(kills: number, run: (folder: string) => Promise<string>): Promise<Outcome> {
  const folder = await newFolder();
  const out = new Map<string, string>();
  const troubles: string[] = [];
  try {
    await nameRecord(folder);
    for (let kill = 0; kill < kills; kill++) {
      const output = await run(folder);
      troubles.push(...output.split('\n').filter((line) => line.startsWith('trouble ')));
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

/** Both chains from their beginning: nothing missing, no use of the quota twice. */
async function look(
  folder: string,
  troubles: string[],
): Promise<{ records: number; found: ReadonlyMap<string, string> }> {
  const provider = await openProvider(folder);
  const found = new Map<string, string>();
  const uses = new Set<number>();
  let records = 0;
  try {
    for (const pair of PAIRS) {
      let head: ChainHead = CHAIN_START;
      for await (const { receipt } of provider.receipts.chain(pair)) {
        const { record } = receipt;
        if (!isNext(head, receipt)) troubles.push(`record ${record.seq} does not follow ${head.seq}`);
        head = headAfter(sha256, receipt);
        if (record.kind === 'onward') found.set(record.id, receiptDigest(sha256, receipt));
        if (record.kind !== 'release') continue;
        if (uses.has(record.lease.use)) troubles.push(`use ${record.lease.use} of the lease stands twice`);
        uses.add(record.lease.use);
        found.set(record.query, receiptDigest(sha256, receipt));
      }
      records += head.seq;
    }
  } finally {
    await provider.close();
  }
  return { records, found };
}
