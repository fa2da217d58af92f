import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  buildTree,
  decodeBundle,
  inclusionPath,
  leafHash,
  merkleRoot,
  utf8Encode,
  type HanlianError,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { wholeBlocks } from '@hanlian/gateway/log/follower';
import type { CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { newFolder } from '../../../support/folders.js';

const entries = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => utf8Encode(`entry ${from + i}`));
const rootOf = (size: number, suite: 'sha256' | 'sm3' = 'sha256'): Uint8Array =>
  merkleRoot(
    nodeHashes[suite],
    entries(0, size).map((entry) => leafHash(nodeHashes[suite], entry)),
  );
const codeOf = (action: Promise<unknown>): Promise<unknown> =>
  action.then(
    () => 'nothing thrown',
    (error: unknown) => (error as HanlianError).code,
  );

describe('the log on disk', () => {
  let folder: string;
  const open = (): Promise<LogStore> => LogStore.open(folder, nodeHashes);
  const SIZES = [1, 3, 255, 256, 300, 511, 513, 1000];

  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const grow = async (sizes = SIZES): Promise<LogStore> => {
    let store = await open();
    for (const size of sizes) {
      await store.append(entries(store.size, size), { block: size, index: 0 });
      store = await open();
    }
    return store;
  };

  it('goes on after each stop where it was, with the right root at each size it had', async () => {
    const store = await grow();
    expect([store.size, store.position]).to.deep.equal([1000, { block: 1000, index: 0 }]);
    for (const size of SIZES) {
      expect(await store.roots(size)).to.deep.equal({ sha256: rootOf(size), sm3: rootOf(size, 'sm3') });
    }
    const whole = buildTree(
      nodeHashes.sha256,
      entries(0, 1000).map((entry) => leafHash(nodeHashes.sha256, entry)),
    );
    for (const index of [0, 255, 256, 999]) {
      expect(await store.tree(1000).inclusion(index)).to.deep.equal(inclusionPath(whole, index));
      expect(await store.entry(index)).to.deep.equal(Buffer.from(`entry ${index}`));
    }
  });

  it('has the same files however it grew', async () => {
    await grow([1000]);
    const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const read = (): Promise<Buffer[]> => Promise.all(names.map((name) => readFile(name)));
    const files = await read();
    await rm(folder, { recursive: true });
    await grow();
    expect(names).to.include(join(folder, 'tile/entries/003.p/232'));
    expect(await read()).to.deep.equal(files);
  });

  it('serves whole tiles, and narrower ones of sizes it had', async () => {
    const store = await grow();
    expect(await store.tile({ level: 0, index: 0, width: 256 })).to.have.lengthOf(8192);
    expect(await store.tile({ level: 0, index: 1, width: 44 })).to.have.lengthOf(44 * 32);
    const bundle = await store.tile({ level: 'entries', index: 3, width: 10 });
    expect(decodeBundle(bundle, 10).map(String)).to.deep.equal(entries(768, 778).map(String));
    for (const tile of [
      { level: 0, index: 3, width: 256 },
      { level: 0, index: 4, width: 1 },
      { level: 2, index: 0, width: 1 },
      { level: 'entries', index: 3, width: 233 },
    ] as const) {
      expect(await codeOf(store.tile(tile))).to.equal('NOT_FOUND');
    }
    expect(await codeOf(store.entry(1000))).to.equal('NOT_FOUND');
    expect(await codeOf(store.roots(1001))).to.equal('PROOF_INVALID');
  });

  it('writes again what a crash left half written beyond its state', async () => {
    await grow([300]);
    for (const path of ['tile/0/001', 'tile/entries/001', 'tile/0/001.p/77', 'state.json.new']) {
      await writeFile(join(folder, path), 'torn');
    }
    const store = await open();
    await store.append(entries(300, 600), { block: 600, index: 0 });
    expect((await (await open()).roots()).sha256).to.deep.equal(rootOf(600));
    expect(await store.tile({ level: 0, index: 1, width: 256 })).to.have.lengthOf(8192);
  });

  for (const [what, damage] of Object.entries({
    'a truncated tile': (): Promise<void> => truncate(join(folder, 'tile/0/003.p/232'), 100),
    'a truncated bundle': (): Promise<void> => truncate(join(folder, 'tile/entries/003.p/232'), 100),
    'a missing tile': (): Promise<void> => rm(join(folder, 'tile/1/000.p/3')),
    'a flipped bit': async (): Promise<void> => {
      const path = join(folder, 'sm3/tile/0/003.p/232');
      const bytes = await readFile(path);
      await writeFile(
        path,
        bytes.map((byte, i) => (i === 40 ? byte ^ 4 : byte)),
      );
    },
    'a state that is no JSON': (): Promise<void> => writeFile(join(folder, 'state.json'), '{'),
  })) {
    it(`is found out with ${what}`, async () => {
      await grow([1000]);
      await damage();
      expect(await codeOf(open())).to.equal('LOG_DAMAGED');
    });
  }

  /** Nothing reads these on opening. */
  const FULL: Readonly<Record<string, (store: LogStore) => Promise<unknown>>> = {
    'tile/0/001': (store) => store.tile({ level: 0, index: 1, width: 256 }),
    'tile/entries/001': (store) => store.tile({ level: 'entries', index: 1, width: 256 }),
    'tile/entries/000': async (store) => {
      for (let i = 0; i < 256; i++) await store.entry(i);
    },
    'sm3/tile/0/001': (store) => store.roots(300),
  };
  for (const [path, read] of Object.entries(FULL)) {
    for (const [what, spoil] of [
      ['truncated', (bytes: Buffer) => bytes.subarray(0, 100)],
      ['with a bit flipped', (bytes: Buffer) => bytes.map((byte, i) => (i === 2000 ? byte ^ 1 : byte))],
    ] as const) {
      it(`gives nothing of ${path} ${what}, and all else`, async () => {
        await grow([1000]);
        await writeFile(join(folder, path), spoil(await readFile(join(folder, path))));
        const store = await open();
        expect(await codeOf(read(store))).to.equal('LOG_DAMAGED');
        expect(await store.tile({ level: 0, index: 2, width: 256 })).to.have.lengthOf(8192);
        await store.append(entries(1000, 1001), { block: 1001, index: 0 });
      });
    }
  }

  it('takes up its files again after a write that failed', async () => {
    const store = await grow([300]);
    await rm(join(folder, 'tile'), { recursive: true });
    await writeFile(join(folder, 'tile'), 'in the way');
    expect(await codeOf(store.append(entries(300, 301), { block: 301, index: 0 }))).not.to.equal(
      'nothing thrown',
    );
    expect(store.size).to.equal(300);
    await rm(folder, { recursive: true });
    await grow([300]);
    await store.append(entries(300, 600), { block: 600, index: 0 });
    expect((await (await open()).roots()).sha256).to.deep.equal(rootOf(600));
  });
});

describe('what the log takes from the stream', () => {
  const at = (block: number, index: number): CommittedTransaction =>
    ({ block, index }) as CommittedTransaction;

  it('is whole blocks only', () => {
    const waiting = [at(1, 0), at(1, 1), at(2, 0)];
    expect(wholeBlocks(waiting, { block: 2, index: 0 })).to.equal(3);
    expect(wholeBlocks(waiting, { block: 2, index: 5 })).to.equal(2);
    expect(wholeBlocks(waiting, { block: 9, index: 0 })).to.equal(2);
    expect(wholeBlocks([at(2, 0)], { block: 2, index: 5 })).to.equal(0);
    expect(wholeBlocks([], { block: 2, index: 5 })).to.equal(0);
  });
});
