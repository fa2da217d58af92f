import { expect } from 'chai';
import fc from 'fast-check';
import {
  buildTree,
  concatBytes,
  consistencyPath,
  inclusionPath,
  MAX_RUN,
  merkleRoot,
  rootFromRun,
  runPath,
  verifyConsistency,
  verifyInclusion,
  type Digest,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

const leavesOf = (size: number, seed: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => nodeHashes.sha256(new Uint8Array([seed, i & 255, i >> 8])));

/** RFC 6962 §2.1 word for word: split at the largest power of two smaller than n. */
function rootByDefinition(digest: Digest, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return digest(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return digest(
    concatBytes(new Uint8Array([1]), rootByDefinition(digest, left), rootByDefinition(digest, right)),
  );
}

const size = fc.integer({ min: 1, max: 1500 });
const seed = fc.integer({ min: 0, max: 255 });
const flip = (hashes: readonly Uint8Array[], at: number, bit: number): Uint8Array[] =>
  hashes.map((hash, i) =>
    i === at ? hash.map((byte, j) => (j === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) : hash,
  );
const bit = fc.integer({ min: 0, max: 255 });

for (const suite of ['sha256', 'sm3'] as const) {
  const digest = nodeHashes[suite];
  describe(`a Merkle tree under ${suite}`, () => {
    it('has the root RFC 6962 defines', () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 600 }), seed, (n, s) => {
          const leaves = leavesOf(n, s);
          expect(merkleRoot(digest, leaves)).to.deep.equal(rootByDefinition(digest, leaves));
        }),
        { numRuns: 30 },
      );
    });

    it('proves each leaf, and nothing once a bit of the proof is changed', () => {
      fc.assert(
        fc.property(size, seed, fc.nat(), fc.nat(), bit, (n, s, pick, place, b) => {
          const leaves = leavesOf(n, s);
          const tree = buildTree(digest, leaves);
          const index = pick % n;
          const proof = { treeSize: n, index, leaf: leaves[index]!, path: inclusionPath(tree, index) };
          expect(verifyInclusion(digest, proof, tree.root)).to.equal(true);
          const [changedLeaf] = flip([proof.leaf], 0, b);
          expect(verifyInclusion(digest, { ...proof, leaf: changedLeaf! }, tree.root)).to.equal(false);
          const path = flip(proof.path, place % Math.max(1, proof.path.length), b);
          expect(verifyInclusion(digest, { ...proof, path }, tree.root)).to.equal(proof.path.length === 0);
          expect(verifyInclusion(digest, proof, flip([tree.root], 0, b)[0]!)).to.equal(false);
          const other = (index + 1 + (place % n)) % n;
          expect(verifyInclusion(digest, { ...proof, index: other }, tree.root)).to.equal(other === index);
        }),
        { numRuns: 30 },
      );
    });

    it('proves that it continues each smaller one, and nothing once a bit is changed', () => {
      fc.assert(
        fc.property(size, seed, fc.nat(), fc.nat(), bit, (n, s, pick, place, b) => {
          const leaves = leavesOf(n, s);
          const tree = buildTree(digest, leaves);
          const olderSize = 1 + (pick % n);
          const older = merkleRoot(digest, leaves.slice(0, olderSize));
          const proof = { olderSize, newerSize: n, path: consistencyPath(tree, olderSize) };
          expect(verifyConsistency(digest, proof, older, tree.root)).to.equal(true);
          const path = flip(proof.path, place % Math.max(1, proof.path.length), b);
          expect(verifyConsistency(digest, { ...proof, path }, older, tree.root)).to.equal(
            proof.path.length === 0,
          );
          expect(verifyConsistency(digest, proof, flip([older], 0, b)[0]!, tree.root)).to.equal(false);
          expect(verifyConsistency(digest, proof, older, flip([tree.root], 0, b)[0]!)).to.equal(false);
        }),
        { numRuns: 30 },
      );
    });

    it('is recomputed from any run, and from no run with a changed, missing or foreign leaf', () => {
      const run = fc.record({ n: size, s: seed, pick: fc.nat(), place: fc.nat(), b: bit });
      fc.assert(
        fc.property(run, fc.constantFrom(1, 2, 8, 64, MAX_RUN), ({ n, s, pick, place, b }, block) => {
          const leaves = leavesOf(n, s);
          const tree = buildTree(digest, leaves);
          const start = (pick % Math.ceil(n / block)) * block;
          const length = Math.min(block, n - start);
          const proof = {
            treeSize: n,
            start,
            leaves: leaves.slice(start, start + length),
            path: runPath(tree, start, length),
          };
          expect(rootFromRun(digest, proof)).to.deep.equal(tree.root);
          const changed = { ...proof, leaves: flip(proof.leaves, place % length, b) };
          expect(rootFromRun(digest, changed)).not.to.deep.equal(tree.root);
          if (proof.path.length > 0) {
            const path = flip(proof.path, place % proof.path.length, b);
            expect(rootFromRun(digest, { ...proof, path })).not.to.deep.equal(tree.root);
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}
