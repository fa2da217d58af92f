import { join } from 'node:path';
import { leafHash, verifyInclusion } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LogFollower } from '@hanlian/gateway/log/follower';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { inFolder } from './city.js';
import { RECORDS, withLedgerOf } from './ledger.js';
import { timed, type Bench, type Figure } from './row.js';

const { sha256 } = nodeHashes;

/** Entries of one append; what Tessera is given at once as well. */
export const BATCH = 256;
/** Bytes of an entry: what a certificate's issue takes. */
export const ENTRY_BYTES = 300;
/** How much the rows of the log append for each transaction that the ledger's rows do. */
export const PER_TRANSACTION = 4;
const PROOFS = 2_000;

/** The hub's log: appended to, proven, made anew. */
export const log: Bench = {
  rows: [
    {
      id: 'logAppend',
      work: `log: entries appended, ${BATCH} at once`,
      workload: `Entries of ${ENTRY_BYTES} bytes: bundles, tiles in SHA-256 and in SM3, both roots; every file and folder synced before the next ${BATCH}.`,
      unit: '/s',
      floor: 25_000,
      goal: 100_000,
    },
    {
      id: 'logProve',
      work: 'log: inclusion proofs made',
      workload: 'An entry somewhere, under the newest size, tiles read from disk the first time.',
      unit: '/s',
    },
    {
      id: 'logVerify',
      work: 'log: inclusion proofs verified',
      workload: 'The entry hashed, the path followed to the root.',
      unit: '/s',
    },
    {
      id: 'logRebuild',
      work: 'log: made anew from block 0',
      workload: 'Blocks read and decoded, one entry a transaction, tiles in both suites, every file synced.',
      unit: '/s',
    },
  ],
  run: ({ transactions }) =>
    inFolder(async (folder) => ({
      ...(await append(join(folder, 'log'), transactions * PER_TRANSACTION)),
      logRebuild: await withLedgerOf(join(folder, 'ledger'), transactions, async (port) => {
        const store = await LogStore.open(join(folder, 'anew'), nodeHashes);
        const figure = await timed(1, () => new LogFollower(port, store, RECORDS).catchUp());
        const cpu = figure.cpuMicroseconds ?? 0;
        return { value: figure.value * store.size, cpuMicroseconds: cpu / store.size };
      }),
    })),
};

function entryOf(index: number): Uint8Array {
  const entry = Buffer.alloc(ENTRY_BYTES, '.');
  entry.writeUInt32BE(index);
  return entry;
}

async function append(
  folder: string,
  count: number,
): Promise<{ logAppend: Figure; logProve: Figure; logVerify: Figure }> {
  const store = await LogStore.open(folder, nodeHashes);
  const entries = Array.from({ length: count }, (_, i) => entryOf(i));
  const logAppend = await timed(count, async () => {
    for (let i = 0; i < count; i += BATCH) {
      await store.append(entries.slice(i, i + BATCH), { block: i, index: 0 });
    }
  });
  const { sha256: root } = await store.roots();
  const asked = Array.from({ length: PROOFS }, (_, i) => Math.floor((i * count) / PROOFS));
  const paths: Uint8Array[][] = [];
  const logProve = await timed(PROOFS, async () => {
    for (const index of asked) paths.push(await store.tree(count).inclusion(index));
  });
  const logVerify = await timed(PROOFS, () => {
    asked.forEach((index, i) => {
      const leaf = leafHash(sha256, entries[index] as Uint8Array);
      const path = paths[i] as Uint8Array[];
      if (!verifyInclusion(sha256, { treeSize: count, index, leaf, path }, root))
        throw new Error(`the proof of entry ${index} is wrong`);
    });
    return Promise.resolve();
  });
  return { logAppend, logProve, logVerify };
}
