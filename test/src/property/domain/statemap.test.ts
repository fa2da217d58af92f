import { expect } from 'chai';
import fc from 'fast-check';
import {
  decodeTile,
  encodeTile,
  hexEncode,
  requireAbsent,
  requirePresent,
  type MapChange,
  type MapProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { MemoryMap, Model } from '../../support/map.js';

const { sha256 } = nodeHashes;

/** Keys that part early, and keys that share all but their last bits: few values for each byte that counts. */
const key = fc
  .tuple(fc.constantFrom(0, 1, 16, 128, 255), fc.constantFrom(0, 7, 8), fc.constantFrom(0, 1, 2, 3))
  .map(([first, middle, last]) => {
    const bytes = new Uint8Array(32);
    bytes.set([first, middle]);
    bytes[31] = last;
    return bytes;
  });
const value = fc.integer({ min: 0, max: 3 }).map((n) => sha256(new Uint8Array([n])));
const change = fc.record({ key, value: fc.option(value, { nil: undefined, freq: 3 }) });
const batch = fc.uniqueArray(change, { selector: (one: MapChange) => hexEncode(one.key), maxLength: 30 });
const batches = fc.array(batch, { maxLength: 6 });

function built(steps: readonly (readonly MapChange[])[]): { map: MemoryMap; model: Model } {
  const [map, model] = [new MemoryMap(sha256), new Model()];
  for (const step of steps) {
    map.update(step);
    model.update(step);
  }
  return { map, model };
}

const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe('a state map', () => {
  it('has the root its definition gives, after any changes in any batches', () => {
    fc.assert(
      fc.property(batches, (steps) => {
        const { map, model } = built(steps);
        expect(hexEncode(map.root)).to.equal(hexEncode(model.root(sha256)));
      }),
    );
  });

  it('depends on what it holds alone: built at once in another order, it is the same tile by tile', () => {
    fc.assert(
      fc.property(batches, fc.boolean(), (steps, backwards) => {
        const { map, model } = built(steps);
        const anew = new MemoryMap(sha256);
        const leaves = [...model.entries.values()].map(([k, v]) => ({ key: k, value: v }));
        anew.update(backwards ? leaves.reverse() : leaves);
        const bytes = ({ tiles }: MemoryMap): [string, string][] =>
          [...tiles]
            .map(([path, tile]): [string, string] => [path, hexEncode(encodeTile(tile))])
            .filter(([path, tile]) => path !== '' || tile !== '00000000')
            .sort();
        expect(bytes(map)).to.deep.equal(bytes(anew));
      }),
    );
  });

  it('reads back the tiles it writes', () => {
    fc.assert(
      fc.property(batches, (steps) => {
        for (const tile of built(steps).map.tiles.values()) {
          expect(decodeTile(encodeTile(tile))).to.deep.equal(tile);
        }
      }),
    );
  });

  it('proves of every key what is so, and never the other', () => {
    fc.assert(
      fc.property(batches, key, value, (steps, asked, other) => {
        const { map, model } = built(steps);
        const proof = map.prove(asked);
        const held = model.entries.get(hexEncode(asked))?.[1];
        const isPresent = (v: Uint8Array): boolean =>
          passes(() => requirePresent(sha256, map.root, { key: asked, value: v }, proof));
        expect(passes(() => requireAbsent(sha256, map.root, asked, proof))).to.equal(held === undefined);
        expect(isPresent(other)).to.equal(held !== undefined && hexEncode(held) === hexEncode(other));
        if (held !== undefined) expect(isPresent(held)).to.equal(true);
      }),
    );
  });

  it('is proven by no proof that was altered in any place', () => {
    fc.assert(
      fc.property(batches, key, fc.nat(), fc.integer({ min: 0, max: 255 }), (steps, asked, pick, bit) => {
        const { map, model } = built(steps);
        const proof = map.prove(asked);
        const held = model.entries.get(hexEncode(asked))?.[1];
        const check = (altered: MapProof): boolean =>
          passes(() =>
            held === undefined
              ? requireAbsent(sha256, map.root, asked, altered)
              : requirePresent(sha256, map.root, { key: asked, value: held }, altered),
          );
        expect(check(proof)).to.equal(true);
        for (const altered of alterations(proof, pick, bit)) expect(check(altered)).to.equal(false);
      }),
    );
  });
});

const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

function* alterations(proof: MapProof, pick: number, bit: number): Generator<MapProof> {
  const { siblings, depth, neighbour } = proof;
  const at = pick % Math.max(1, depth);
  yield { ...proof, depth: depth + 1 };
  yield { ...proof, key: flipped(proof.key, bit) };
  yield { ...proof, depth: depth + 1, siblings: [...siblings, flipped(new Uint8Array(32), bit)] };
  yield { ...proof, depth: depth + 1, siblings: [flipped(new Uint8Array(32), bit), ...siblings] };
  yield { ...proof, depth: depth + 1, siblings: [new Uint8Array(32), ...siblings] };
  if (depth > 0) {
    yield { ...proof, siblings: siblings.map((hash, i) => (i === at ? flipped(hash, bit) : hash)) };
    yield { ...proof, depth: depth - 1, siblings: siblings.filter((_, i) => i !== at) };
  }
  if (neighbour !== undefined) {
    yield { ...proof, neighbour: { ...neighbour, value: flipped(neighbour.value, bit) } };
    yield { ...proof, neighbour: { ...neighbour, key: flipped(neighbour.key, bit) } };
  }
}
