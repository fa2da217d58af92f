import { expect } from 'chai';
import {
  buildTree,
  CompactTree,
  consistencyPath,
  decodeBundle,
  encodeBundle,
  encodeLogEntry,
  inclusionPath,
  leafHash,
  merkleRoot,
  newTiles,
  parseLogEntry,
  parseTilePath,
  readTile,
  tilePath,
  TileTree,
  utf8Decode,
  utf8Encode,
  widthIn,
  type MerkleTree,
  type Tile,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { refusalOf } from '../../../support/refusal.js';

const { sha256, sm3 } = nodeHashes;
const leaves = Array.from({ length: 70_000 }, (_, i) => leafHash(sha256, utf8Encode(String(i))));

/** A tile by the words of the specification: MTH(D[(n * 256 + i) * 256^l : (n * 256 + i + 1) * 256^l]). */
const made = new Map<string, MerkleTree>();
const tileOf = (tile: Tile & { level: number }): MerkleTree => {
  const known = made.get(tilePath(tile)) ?? makeTile(tile);
  made.set(tilePath(tile), known);
  return known;
};
const makeTile = ({ level, index, width }: Tile & { level: number }): MerkleTree => {
  const span = 256 ** level;
  const hashes = Array.from({ length: width }, (_, i) => {
    const from = (index * 256 + i) * span;
    return merkleRoot(sha256, leaves.slice(from, from + span));
  });
  return buildTree(sha256, hashes);
};
const treeOf = (size: number): TileTree =>
  new TileTree(sha256, size, (tile) => Promise.resolve(tileOf(tile)));

describe('tiles (c2sp.org/tlog-tiles)', () => {
  it('have the paths of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).to.equal('tile/0/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 0, width: 112 })).to.equal('tile/entries/000.p/112');
    for (const path of ['tile/0/x001/x234/067', 'tile/entries/000.p/112', 'tile/63/x001/000.p/1']) {
      expect(tilePath(parseTilePath(path))).to.equal(path);
    }
  });

  for (const path of [
    'tile/64/000',
    'tile/00/000',
    'tile/0/00',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/999',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/../000',
    'tile/x/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ]) {
    it(`have no path ${path}`, () => {
      expect(refusalOf(() => parseTilePath(path)).code).to.equal('TILE_MALFORMED');
    });
  }

  it('of a tree of 70,000 are those the specification counts', () => {
    const tiles = [...newTiles(0, 70_000)];
    const count = (level: Tile['level'], full: boolean): number =>
      tiles.filter((tile) => tile.level === level && (tile.width === 256) === full).length;
    expect([count(0, true), count(1, true)]).to.deep.equal([273, 1]);
    expect(tiles.filter(({ width }) => width < 256).map(tilePath)).to.deep.equal([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    expect(widthIn(70_000, 0, 274)).to.equal(0);
    expect([...newTiles(256, 256)]).to.deep.equal([]);
    expect([...newTiles(0, 256)].map(tilePath)).to.deep.equal([
      'tile/entries/000',
      'tile/0/000',
      'tile/1/000.p/1',
    ]);
  });

  it('are refused when bytes are missing or too many', () => {
    for (const length of [31, 63, 65]) {
      const read = (): unknown => readTile(sha256, { width: 2 }, new Uint8Array(length));
      expect(refusalOf(read).code).to.equal('TILE_MALFORMED');
    }
    expect(readTile(sha256, { width: 2 }, new Uint8Array(64)).levels[0]).to.have.lengthOf(2);
  });
});

describe('trees made of tiles', () => {
  for (const size of [1, 2, 255, 256, 257, 1000, 65_536, 65_793, 70_000]) {
    it(`of ${size} leaves have the root and the proofs of the whole tree`, async () => {
      const [tree, whole] = [treeOf(size), buildTree(sha256, leaves.slice(0, size))];
      expect(await tree.root()).to.deep.equal(whole.root);
      for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
        expect(await tree.inclusion(index)).to.deep.equal(inclusionPath(whole, index));
        expect(await tree.leaf(index)).to.deep.equal(leaves[index]);
      }
      for (const older of new Set([1, Math.ceil(size / 2), size - 1, size].filter((n) => n > 0))) {
        expect(await tree.consistency(older)).to.deep.equal(consistencyPath(whole, older));
      }
    });
  }

  it('give no root of nothing, no proof beyond the end', () => {
    const asks = [
      (): unknown => treeOf(0).root(),
      (): unknown => treeOf(3).inclusion(3),
      (): unknown => treeOf(3).consistency(0),
      (): unknown => treeOf(3).consistency(4),
    ];
    for (const ask of asks) expect(refusalOf(ask).code).to.equal('PROOF_INVALID');
  });
});

describe('compact trees', () => {
  it('have the root of each size, and go on from what they kept', () => {
    let tree = new CompactTree(sm3);
    expect(tree.root()).to.deep.equal(merkleRoot(sm3, []));
    for (let size = 1; size <= 70; size++) {
      tree.append(leaves[size - 1]!);
      expect(tree.root()).to.deep.equal(merkleRoot(sm3, leaves.slice(0, size)));
      tree = new CompactTree(sm3, tree.size, tree.subtrees);
    }
    expect(tree.size).to.equal(70);
  });
});

describe('log entries', () => {
  const payload = utf8Encode('{"count":1,"key":"lic~a","type":"license.suspend","v":1}');
  const transactionId = 'ab'.repeat(32);
  const entry = encodeLogEntry({ block: 12, payload, transactionId });

  it('are canonical JSON of block, event and transaction', () => {
    expect(utf8Decode(entry)).to.equal(
      `{"block":12,"event":{"count":1,"key":"lic~a","type":"license.suspend","v":1},"tx":"${transactionId}","v":1}`,
    );
    expect(parseLogEntry(entry)).to.deep.equal({
      v: 1,
      block: 12,
      event: { v: 1, type: 'license.suspend', count: 1, key: 'lic~a' },
      tx: transactionId,
    });
  });

  it('are refused beyond what two bytes can count', () => {
    const action = (): unknown =>
      encodeLogEntry({ block: 0, payload: new Uint8Array(65_535), transactionId });
    expect(refusalOf(action).code).to.equal('LOG_ENTRY_TOO_LARGE');
  });

  it('stand in bundles after their length', () => {
    const bundle = encodeBundle([entry, new Uint8Array(0), entry]);
    expect(decodeBundle(bundle, 3)).to.deep.equal([entry, new Uint8Array(0), entry]);
    expect([...bundle.subarray(0, 2)]).to.deep.equal([entry.length >> 8, entry.length & 0xff]);
  });

  it('of a bundle that is truncated, too long or short of entries are refused', () => {
    const bundle = encodeBundle([entry, entry]);
    for (const [bytes, width] of [
      [bundle.subarray(0, -1), 2],
      [bundle.subarray(0, entry.length + 3), 2],
      [new Uint8Array([...bundle, 0]), 2],
      [bundle, 1],
      [bundle, 3],
    ] as const) {
      expect(refusalOf(() => decodeBundle(bytes, width)).code).to.equal('TILE_MALFORMED');
    }
  });
});
