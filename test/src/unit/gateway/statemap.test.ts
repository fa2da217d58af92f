import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  hexEncode,
  requireAbsent,
  requirePresent,
  utf8Encode,
  type MapChange,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Block } from '@hanlian/gateway/ledger/port';
import { advance } from '@hanlian/gateway/statemap/follow';
import { StateMap, type StateChange } from '@hanlian/gateway/statemap/state-map';
import { openStore } from '@hanlian/gateway/storage/store';
import { newFolder, removeFolder } from '../../support/folders.js';
import { Model } from '../../support/map.js';
import { rejectionOf } from '../../support/refusal.js';

const { sha256 } = nodeHashes;
const NAMESPACE = 'hanlian';
const bytes = utf8Encode;

interface Step {
  readonly changes: readonly StateChange[];
  readonly keep: boolean;
}

const KEYS = Array.from({ length: 40 }, (_, i) => `lic~${i}`);
const change = fc.tuple(
  fc.constantFrom(...KEYS),
  fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 4 }),
);
const step = fc.record({
  changes: fc.uniqueArray(change, { selector: ([key]) => key, maxLength: 25 }),
  keep: fc.boolean(),
});
const history = fc.array(step, { minLength: 1, maxLength: 8 }).map((steps) =>
  steps.map(({ changes, keep }): Step => ({
    keep,
    changes: changes.map(([key, n]): StateChange => [key, n === undefined ? undefined : bytes(`{"n":${n}}`)]),
  })),
);

const hashed = ([key, value]: StateChange): MapChange => ({
  key: sha256(bytes(key)),
  value: value && sha256(value),
});

/** What the world state was at the end of each step. */
function states(steps: readonly Step[]): { root: string; held: ReadonlyMap<string, Uint8Array> }[] {
  const model = new Model();
  const held = new Map<string, Uint8Array>();
  return steps.map(({ changes }) => {
    model.update(changes.map(hashed));
    for (const [key, value] of changes) {
      if (value === undefined) held.delete(key);
      else held.set(key, value);
    }
    return { root: hexEncode(model.root(sha256)), held: new Map(held) };
  });
}

/** A block whose one transaction made these changes, in the product's namespace and beside it. */
const blockOf = (number: number, changes: readonly StateChange[], code = 'VALID'): Block => ({
  number,
  previousHash: new Uint8Array(32),
  dataHash: new Uint8Array(32),
  hash: new Uint8Array(32),
  stateHash: new Uint8Array(32),
  transactions: [
    {
      transactionId: `t${number}`,
      block: number,
      index: 0,
      code,
      timestamp: '2026-11-20T00:00:00.000Z',
      creator: { mspId: 'BureauMSP', certificate: '' },
      chaincode: NAMESPACE,
      function: 'license:test',
      writes: [
        ...changes.map(([key, value]) => ({ namespace: NAMESPACE, key, ...(value && { value }) })),
        { namespace: 'other', key: 'lic~1', value: bytes('foreign') },
        { namespace: NAMESPACE, key: 'log~head', value: bytes(String(number)) },
      ],
      privateWrites: [],
    },
  ],
});

const ledgerOf = (blocks: readonly Block[]): { block: (n: number) => Promise<Block | undefined> } => ({
  block: (number) => Promise.resolve(blocks[number]),
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await newFolder();
  try {
    await work(folder);
  } finally {
    await removeFolder(folder);
  }
}

async function withMap<T>(folder: string, work: (map: StateMap) => Promise<T>, retain = 100): Promise<T> {
  const map = await StateMap.open(join(folder, 'map'), { sha256, retain });
  try {
    return await work(map);
  } finally {
    await map.close();
  }
}

/** Requires that the map proves of each key what it held at the end of a block, under that block's root. */
async function requireProves(
  map: StateMap,
  block: number,
  { root, held }: ReturnType<typeof states>[number],
): Promise<void> {
  const at = map.rootAt(block);
  expect(hexEncode(at!)).to.equal(root);
  for (const name of [...KEYS, 'never']) {
    const proof = await map.prove(name, block);
    const key = sha256(bytes(name));
    const value = held.get(name);
    if (value === undefined) requireAbsent(sha256, at!, key, proof);
    else requirePresent(sha256, at!, { key, value: sha256(value) }, proof);
  }
}

/** Until which blocks the tiles stood that the map keeps beside the newest ones. */
async function pastTiles(folder: string): Promise<number[]> {
  const store = await openStore(join(folder, 'map'));
  try {
    const keys = await store.keys({ gte: 'p~', lt: 'p~~' }).all();
    return keys.map((key) => Number(key.split('~')[2]));
  } finally {
    await store.close();
  }
}

describe('the state map on disk', function () {
  this.timeout(20_000);

  it('proves every key at every kept block while newer ones come, over a restart, and forgets the others', () =>
    fc.assert(
      fc.asyncProperty(history, (steps) =>
        inFolder(async (folder) => {
          const expected = states(steps);
          await withMap(folder, async (map) => {
            for (const [block, { changes, keep }] of steps.entries())
              await map.step({ block, changes, keep });
          });
          await withMap(folder, async (map) => {
            expect(hexEncode(map.head.root)).to.equal(expected.at(-1)!.root);
            for (const [block, { keep }] of steps.entries()) {
              if (keep) await requireProves(map, block, expected[block]!);
              else
                expect((await rejectionOf(map.prove('lic~1', block))).code).to.equal(
                  'MAP_CHECKPOINT_UNKNOWN',
                );
            }
          });
        }),
      ),
      { numRuns: 25 },
    ));

  it('keeps proofs for the newest blocks only, and nothing on disk for older ones', () =>
    fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 2, max: 4 }), (steps, retain) =>
        inFolder(async (folder) => {
          const expected = states(steps);
          await withMap(
            folder,
            async (map) => {
              for (const [block, { changes }] of steps.entries())
                await map.step({ block, changes, keep: true });
              for (const block of steps.keys()) {
                if (block > steps.length - 1 - retain) await requireProves(map, block, expected[block]!);
                else expect(map.rootAt(block)).to.equal(undefined);
              }
            },
            retain,
          );
          const oldest = Math.max(0, steps.length - retain);
          expect((await pastTiles(folder)).filter((until) => until <= oldest)).to.deep.equal([]);
        }),
      ),
      { numRuns: 25 },
    ));

  it('comes to the same root whatever blocks it stopped at, and leaves invalid and foreign writes and the log out', () =>
    fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat({ max: 7 })), (steps, stops) =>
        inFolder(async (folder) => {
          const blocks = steps.flatMap(({ changes }, i) => [
            blockOf(2 * i, changes),
            blockOf(2 * i + 1, [['lic~1', bytes('never')]], 'MVCC_READ_CONFLICT'),
          ]);
          const followed = { ledger: ledgerOf(blocks), namespace: NAMESPACE };
          await withMap(folder, async (map) => {
            const tops = [...stops.sort((a, b) => a - b), steps.length - 1];
            for (const stop of tops.filter((top) => top < steps.length)) {
              const root = await advance(map, followed, 2 * stop + 1);
              expect(hexEncode(root)).to.equal(states(steps)[stop]!.root);
            }
          });
        }),
      ),
      { numRuns: 25 },
    ));

  it('does not go back to a block it has passed', () =>
    inFolder((folder) =>
      withMap(folder, async (map) => {
        const blocks = [0, 1, 2].map((n) => blockOf(n, [['lic~1', bytes(String(n))]]));
        const followed = { ledger: ledgerOf(blocks), namespace: NAMESPACE };
        const root = await advance(map, followed, 2);
        expect((await rejectionOf(advance(map, followed, 1))).code).to.equal('MAP_CHECKPOINT_UNKNOWN');
        expect(await advance(map, followed, 2)).to.deep.equal(root);
        await advance(map, followed, 3).then(
          () => expect.fail('there is no block 3'),
          (error: unknown) => expect(String(error)).to.match(/no block 3/),
        );
      }),
    ));

  it('proves nothing in a map that holds nothing but absence', () =>
    inFolder((folder) =>
      withMap(folder, async (map) => {
        await map.step({ block: 0, changes: [], keep: true });
        await map.step({ block: 1, changes: [['lic~1', bytes('{}')]], keep: true });
        await map.step({ block: 2, changes: [['lic~2', bytes('{}')]], keep: true });
        const key = sha256(bytes('lic~1'));
        requireAbsent(sha256, map.rootAt(0)!, key, await map.prove('lic~1', 0));
        requirePresent(
          sha256,
          map.rootAt(1)!,
          { key, value: sha256(bytes('{}')) },
          await map.prove('lic~1', 1),
        );
      }),
    ));
});
