import { join } from 'node:path';
import { requirePresent, utf8Encode } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { StateMap, type StateChange } from '@hanlian/gateway/statemap/state-map';
import { inFolder } from './city.js';
import { timed, type Bench, type Figure, type Figures, type Row } from './row.js';

const { sha256 } = nodeHashes;

/** Keys a step takes at once while the map is filled, as when it is built anew from block 0. */
const STEP = 20_000;
/** Keys that change between two checkpoints of a busy hub. */
const CHECKPOINT = 1_000;
const CHECKPOINTS = 10;
const PROOFS = 2_000;
const MILLION = 1_000_000;

const rowsOf = (keys: string, id: string): Row[] => [
  {
    id: `${id}Fill`,
    work: `state map: keys taken in while it grows to ${keys}`,
    workload: `Keys in no order, ${STEP} a step, each step one synced batch; key and value hashed.`,
    unit: '/s',
  },
  {
    id: `${id}Update`,
    work: `state map of ${keys} keys: updates, ${CHECKPOINT} a checkpoint`,
    workload: `${CHECKPOINT} keys somewhere change, one synced batch, what the tiles were is kept for older proofs.`,
    unit: '/s',
  },
  {
    id: `${id}Prove`,
    work: `state map of ${keys} keys: proofs made`,
    workload: 'One key somewhere, at a kept checkpoint that newer ones followed, tiles read from disk.',
    unit: '/s',
  },
  {
    id: `${id}Verify`,
    work: `state map of ${keys} keys: proofs verified`,
    workload: 'Key and value hashed, the proof followed to the root.',
    unit: '/s',
  },
];

const value = (i: number, revision: number): Uint8Array => utf8Encode(`{"i":${i},"r":${revision},"v":1}`);
const keyOf = (i: number): string =>
  `lic~11100000000013127D001~11350200004153~${String(i).padStart(9, '0')}~1`;

const changes = (from: number, count: number, revision: number, stride = 1): StateChange[] =>
  Array.from({ length: count }, (_, i): StateChange => {
    const n = from + i * stride;
    return [keyOf(n), value(n, revision)];
  });

async function run(keys: number, id: string): Promise<Figures> {
  return inFolder(async (folder) => {
    const map = await StateMap.open(join(folder, 'map'), { sha256 });
    try {
      let block = 0;
      const fill = await timed(keys, async () => {
        for (let n = 0; n < keys; n += STEP) {
          const step = changes(n, Math.min(STEP, keys - n), 0);
          await map.step({ block: block++, changes: step, keep: n + STEP >= keys });
        }
      });
      const kept = block - 1;
      const stride = Math.floor(keys / (CHECKPOINT * CHECKPOINTS)) || 1;
      const update = await timed(CHECKPOINT * CHECKPOINTS, async () => {
        for (let step = 1; step <= CHECKPOINTS; step++) {
          const from = (step - 1) * CHECKPOINT * stride;
          await map.step({ block: block++, changes: changes(from, CHECKPOINT, step, stride), keep: true });
        }
      });
      return {
        [`${id}Fill`]: fill,
        [`${id}Update`]: update,
        ...(await prove(map, kept, keys, id)),
      };
    } finally {
      await map.close();
    }
  });
}

async function prove(map: StateMap, block: number, keys: number, id: string): Promise<Figures> {
  const root = map.rootAt(block);
  if (root === undefined) throw new Error('the filled map is kept');
  const asked = Array.from({ length: PROOFS }, (_, i) => Math.floor((i * keys) / PROOFS));
  const proofs: Awaited<ReturnType<StateMap['prove']>>[] = [];
  const made: Figure = await timed(PROOFS, async () => {
    for (const n of asked) proofs.push(await map.prove(keyOf(n), block));
  });
  const verified = await timed(PROOFS, () => {
    asked.forEach((n, i) => {
      const leaf = { key: sha256(utf8Encode(keyOf(n))), value: sha256(value(n, 0)) };
      requirePresent(sha256, root, leaf, proofs[i] as (typeof proofs)[number]);
    });
    return Promise.resolve();
  });
  return { [`${id}Prove`]: made, [`${id}Verify`]: verified };
}

/** The state map at the size of a district. */
export const map: Bench = {
  rows: rowsOf('100,000', 'map'),
  run: () => run(100_000, 'map'),
};

/** The state map at the size of a city. */
export const mapOfTenMillion: Bench = {
  rows: rowsOf('10 million', 'map10M'),
  run: () => run(10 * MILLION, 'map10M'),
};
