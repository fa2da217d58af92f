import { expect } from 'chai';
import {
  buildTree,
  consistencyPath,
  hexDecode,
  hexEncode,
  inclusionPath,
  leafHash,
  MAX_RUN,
  merkleRoot,
  nodeHash,
  rootFromInclusion,
  rootFromRun,
  runPath,
  verifyConsistency,
  verifyInclusion,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { refusalOf } from '../../support/refusal.js';
import { readVectors } from '../../support/vectors.js';

const vectors = readVectors<{
  leaves: string[];
  roots: string[];
  inclusion: { index: number; size: number; path: string[] }[];
  consistency: { older: number; newer: number; path: string[] }[];
}>('merkle/rfc6962.json');

const { sha256 } = nodeHashes;
const leaves = vectors.leaves.map((leaf) => leafHash(sha256, hexDecode(leaf)));
const treeOf = (size: number): ReturnType<typeof buildTree> => buildTree(sha256, leaves.slice(0, size));
const many = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => leafHash(sha256, new Uint8Array([i & 255, i >> 8])));
const changed = (hash: Uint8Array): Uint8Array => hash.map((byte, i) => (i === 31 ? byte ^ 1 : byte));

describe('Merkle trees (RFC 6962)', () => {
  vectors.roots.forEach((root, size) => {
    it(`have the published root over ${size} leaves`, () => {
      expect(hexEncode(merkleRoot(sha256, leaves.slice(0, size)))).to.equal(root);
      expect(treeOf(size)).to.deep.include({ size, root: sha256Of(root) });
    });
  });

  it('hash nodes and leaves apart', () => {
    const [left, right] = [leaves[0]!, leaves[1]!];
    expect(hexEncode(nodeHash(sha256, left, right))).to.equal(vectors.roots[2]);
    expect(nodeHash(sha256, right, left)).not.to.deep.equal(nodeHash(sha256, left, right));
    expect(leafHash(sha256, new Uint8Array([...left, ...right]))).not.to.deep.equal(
      nodeHash(sha256, left, right),
    );
  });

  it('take hashes of 32 bytes only', () => {
    const short = new Uint8Array(31);
    const good = new Uint8Array(32);
    for (const action of [
      () => merkleRoot(sha256, [good, short]),
      () => merkleRoot(sha256, [short]),
      () => nodeHash(sha256, short, good),
      () => nodeHash(sha256, good, short),
      () => merkleRoot(sha256, [new Uint8Array(33)]),
    ]) {
      expect(refusalOf(action)).to.include({ code: 'PROOF_INVALID' });
    }
    expect(refusalOf(() => merkleRoot(sha256, [short])).details).to.deep.equal({
      expected: 32,
      received: 31,
    });
  });
});

const sha256Of = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('inclusion proofs', () => {
  for (const { index, size, path } of vectors.inclusion) {
    it(`of leaf ${index} of ${size} are the published ones`, () => {
      expect(inclusionPath(treeOf(size), index).map(hexEncode)).to.deep.equal(path);
      const proof = { treeSize: size, index, leaf: leaves[index]!, path: path.map(hexDecode) };
      expect(verifyInclusion(sha256, proof, hexDecode(vectors.roots[size]!))).to.equal(true);
      expect(hexEncode(rootFromInclusion(sha256, proof))).to.equal(vectors.roots[size]);
    });
  }

  it('verify for every leaf of every size, and for no other leaf, index, size or path', () => {
    const all = many(40);
    for (let size = 1; size <= all.length; size++) {
      const tree = buildTree(sha256, all.slice(0, size));
      for (let index = 0; index < size; index++) {
        const proof = { treeSize: size, index, leaf: all[index]!, path: inclusionPath(tree, index) };
        expect(verifyInclusion(sha256, proof, tree.root)).to.equal(true);
        const wrong = [
          { ...proof, leaf: changed(proof.leaf) },
          { ...proof, index: index + 1 },
          { ...proof, index: index - 1 },
          { ...proof, path: [...proof.path, proof.leaf] },
          { ...proof, path: proof.path.slice(1) },
          ...proof.path.map((_, i) => ({
            ...proof,
            path: proof.path.map((hash, j) => (i === j ? changed(hash) : hash)),
          })),
        ];
        for (const bad of wrong) {
          if (size === 1 && bad.path.length === 0 && bad.index === 0 && bad.leaf === proof.leaf) continue;
          expect(verifyInclusion(sha256, bad, tree.root), JSON.stringify({ size, index })).to.equal(false);
        }
      }
    }
  });

  it('say what does not fit', () => {
    const tree = treeOf(8);
    expect(refusalOf(() => inclusionPath(tree, 8))).to.deep.include({
      code: 'PROOF_INVALID',
      message: 'Leaf 8 does not lie in a tree of 8 leaves',
      details: { expected: '0 to 7', received: 8 },
    });
    for (const index of [-1, 0.5, NaN])
      expect(refusalOf(() => inclusionPath(tree, index)).code).to.equal('PROOF_INVALID');
    const proof = { treeSize: 8, index: 0, leaf: leaves[0]!, path: inclusionPath(tree, 0).slice(1) };
    expect(refusalOf(() => rootFromInclusion(sha256, proof))).to.deep.include({
      code: 'PROOF_INVALID',
      message: "The path has 2 hashes; the tree's size calls for 3",
      details: { expected: 3, received: 2 },
    });
    expect(refusalOf(() => rootFromInclusion(sha256, { ...proof, treeSize: 7.5 })).code).to.equal(
      'PROOF_INVALID',
    );
  });

  it('reach beyond 32 bits', () => {
    const treeSize = 2 ** 40;
    const path = Array.from({ length: 40 }, () => leaves[0]!);
    const root = rootFromInclusion(sha256, { treeSize, index: treeSize - 1, leaf: leaves[0]!, path });
    const same = rootFromInclusion(sha256, { treeSize, index: 0, leaf: leaves[0]!, path });
    expect(root).to.have.lengthOf(32);
    expect(root).not.to.deep.equal(same);
  });

  it('let a fault that is no refusal through', () => {
    const broken = (): never => {
      throw new TypeError('no digest');
    };
    const proof = { treeSize: 2, index: 0, leaf: leaves[0]!, path: [leaves[1]!] };
    expect(() => verifyInclusion(broken, proof, leaves[0]!)).to.throw(TypeError);
  });
});

describe('consistency proofs', () => {
  for (const { older, newer, path } of vectors.consistency) {
    it(`from ${older} to ${newer} leaves are the published ones`, () => {
      expect(consistencyPath(treeOf(newer), older).map(hexEncode)).to.deep.equal(path);
      const proof = { olderSize: older, newerSize: newer, path: path.map(hexDecode) };
      const roots = [older, newer].map((size) => hexDecode(vectors.roots[size]!)) as [Uint8Array, Uint8Array];
      expect(verifyConsistency(sha256, proof, ...roots)).to.equal(true);
    });
  }

  it('verify between any two sizes, and not with another root or path', () => {
    const all = many(33);
    for (let newerSize = 1; newerSize <= all.length; newerSize++) {
      const tree = buildTree(sha256, all.slice(0, newerSize));
      for (let olderSize = 1; olderSize <= newerSize; olderSize++) {
        const olderRoot = merkleRoot(sha256, all.slice(0, olderSize));
        const proof = { olderSize, newerSize, path: consistencyPath(tree, olderSize) };
        const verify = (changes: Partial<typeof proof>, older = olderRoot, newer = tree.root): boolean =>
          verifyConsistency(sha256, { ...proof, ...changes }, older, newer);
        expect(verify({})).to.equal(true);
        expect(verify({}, changed(olderRoot))).to.equal(false);
        expect(verify({}, olderRoot, changed(tree.root))).to.equal(false);
        expect(verify({ path: [...proof.path, olderRoot] })).to.equal(false);
        if (proof.path.length > 0) expect(verify({ path: proof.path.slice(1) })).to.equal(false);
        proof.path.forEach((_, i) => {
          expect(verify({ path: proof.path.map((hash, j) => (i === j ? changed(hash) : hash)) })).to.equal(
            false,
          );
        });
      }
    }
  });

  it('exist only from a tree that is not empty to one that is not smaller', () => {
    const tree = treeOf(8);
    expect(refusalOf(() => consistencyPath(tree, 9))).to.deep.include({
      code: 'PROOF_INVALID',
      message: 'No tree of 8 leaves continues one of 9',
      details: { expected: '1 ≤ older size ≤ newer size', received: 9 },
    });
    for (const older of [0, -1, 1.5, NaN]) {
      expect(refusalOf(() => consistencyPath(tree, older)).code).to.equal('PROOF_INVALID');
    }
    const empty = { olderSize: 0, newerSize: 0, path: [] };
    expect(verifyConsistency(sha256, empty, tree.root, tree.root)).to.equal(false);
    expect(
      verifyConsistency(sha256, { ...empty, olderSize: 1, newerSize: 1.5 }, tree.root, tree.root),
    ).to.equal(false);
    expect(
      verifyConsistency(sha256, { olderSize: 3, newerSize: 8, path: [] }, tree.root, tree.root),
    ).to.equal(false);
  });
});

describe('runs', () => {
  const sizes = [1, 2, 300, 511, 512, 513, 700, 1024, 1025, 1536, 1537, 2000];
  for (const size of sizes) {
    it(`lead to the root of ${size} leaves, each of them`, () => {
      const all = many(size);
      const tree = buildTree(sha256, all);
      for (let start = 0; start < size; start += MAX_RUN) {
        const run = all.slice(start, start + MAX_RUN);
        const proof = { treeSize: size, start, leaves: run, path: runPath(tree, start, run.length) };
        expect(rootFromRun(sha256, proof)).to.deep.equal(tree.root);
        const other = {
          ...proof,
          leaves: run.map((leaf, i) => (i === run.length - 1 ? changed(leaf) : leaf)),
        };
        expect(rootFromRun(sha256, other)).not.to.deep.equal(tree.root);
      }
    });
  }

  it('may fill any smaller block', () => {
    const all = many(100);
    const tree = buildTree(sha256, all);
    for (const [start, length] of [
      [0, 64],
      [32, 32],
      [96, 4],
      [98, 2],
      [99, 1],
      [64, 36],
      [16, 1],
    ] as const) {
      const path = runPath(tree, start, length);
      const proof = { treeSize: 100, start, leaves: all.slice(start, start + length), path };
      expect(rootFromRun(sha256, proof)).to.deep.equal(tree.root);
    }
  });

  const unaligned = [
    ['an odd start', 2000, 1, 512],
    ['a start between blocks', 2000, 256, 512],
    ['a gap before the next block', 2000, 512, 511],
    ['a short run that does not end the tree', 2000, 0, 300],
    ['more than 512 leaves', 2000, 0, 513],
    ['more than 512 leaves, aligned', 2048, 0, 1024],
    ['no leaf', 2000, 0, 0],
    ['less than none', 2000, 0, -1],
    ['half a leaf', 2000, 0, 1.5],
    ['leaves beyond the end', 300, 0, 512],
    ['a last run from an odd start', 100, 97, 3],
  ] as const;
  for (const [what, size, start, length] of unaligned) {
    it(`are refused with ${what}`, () => {
      const tree = buildTree(sha256, many(size));
      expect(refusalOf(() => runPath(tree, start, length))).to.deep.include({
        code: 'RUN_NOT_ALIGNED',
        details: { start, length },
      });
    });
  }

  it('say why they are refused', () => {
    const tree = buildTree(sha256, many(1024));
    expect(refusalOf(() => runPath(tree, 0, 600)).message).to.equal(
      '600 leaves from 0 are no run of 1 to 512 in a tree of 1024',
    );
    expect(refusalOf(() => runPath(tree, 256, 512)).message).to.equal(
      '512 leaves from 256 do not fill a block of 512, nor end the tree in one',
    );
    expect(refusalOf(() => runPath(tree, 1024, 1)).code).to.equal('PROOF_INVALID');
    const leaf = [leaves[0]!];
    expect(
      refusalOf(() => rootFromRun(sha256, { treeSize: 1, start: 0, leaves: leaf, path: leaf })).details,
    ).to.deep.equal({
      expected: 0,
      received: 1,
    });
  });
});
