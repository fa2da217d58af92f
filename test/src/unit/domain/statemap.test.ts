import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  decodeTile,
  EMPTY_MAP,
  hexEncode,
  recordProofOf,
  requireAbsent,
  requirePresent,
  requireRecord,
  type MapProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { MemoryMap } from '../../support/map.js';
import { refusalOf } from '../../support/refusal.js';

const { sha256 } = nodeHashes;
const hashOf = (text: string): Uint8Array => sha256(new TextEncoder().encode(text));
const openssl = (...parts: Uint8Array[]): string =>
  createHash('sha256').update(Buffer.concat(parts)).digest('hex');

/** A key that begins with these bits. */
const keyOf = (bits: string): Uint8Array => {
  const key = new Uint8Array(32);
  Array.from(bits).forEach((bit, i) => {
    if (bit === '1') key[i >> 3]! |= 128 >> (i & 7);
  });
  return key;
};

const ONE = { key: keyOf('0001'), value: hashOf('one') };
const TWO = { key: keyOf('0011'), value: hashOf('two') };
const leafOf = ({ key, value }: typeof ONE): Uint8Array =>
  Buffer.from(openssl(new Uint8Array([0]), key, value), 'hex');

function mapOf(...leaves: (typeof ONE)[]): MemoryMap {
  const map = new MemoryMap(sha256);
  map.update(leaves);
  return map;
}

describe('the roots of small state maps', () => {
  it('is all zeros for the empty map', () => {
    expect(hexEncode(mapOf().root)).to.equal('00'.repeat(32));
    expect(mapOf().written).to.equal(0);
  });

  it('is the leaf for one leaf', () => {
    expect(hexEncode(mapOf(ONE).root)).to.equal(hexEncode(leafOf(ONE)));
  });

  it('hashes two leaves where their keys part, and nothing beside the bits they share', () => {
    // 00|01 and 00|11 part at the third bit, under two bits with nothing beside them.
    const pair = Buffer.from(openssl(new Uint8Array([1]), leafOf(ONE), leafOf(TWO)), 'hex');
    const above = Buffer.from(openssl(new Uint8Array([1]), pair, EMPTY_MAP), 'hex');
    const root = openssl(new Uint8Array([1]), above, EMPTY_MAP);
    expect(hexEncode(mapOf(ONE, TWO).root)).to.equal(root);
  });

  it('writes no tile for a value that is there already, and none for a key that is not there to delete', () => {
    const map = mapOf(ONE, TWO);
    const { root, written } = map;
    map.update([ONE, { key: keyOf('1') }]);
    expect(map.written).to.equal(written);
    expect(map.root).to.deep.equal(root);
  });
});

describe('what is wrong with a map proof is said exactly', () => {
  const map = mapOf(ONE, TWO);
  const proof = map.prove(ONE.key);
  const present = (altered: MapProof): string =>
    refusalOf(() => requirePresent(sha256, map.root, ONE, altered)).code;
  const absentKey = keyOf('0000');
  const absence = map.prove(absentKey);
  const absent = (altered: MapProof, key = absentKey): string =>
    refusalOf(() => requireAbsent(sha256, map.root, key, altered)).code;

  it('of one for another key', () => {
    expect(present(map.prove(TWO.key))).to.equal('MAP_PROOF_FOREIGN');
    expect(absent(map.prove(keyOf('1')))).to.equal('MAP_PROOF_FOREIGN');
  });

  it('of one that ends at another leaf, or at the key whose absence it should show', () => {
    expect(present({ ...proof, neighbour: TWO })).to.equal('MAP_PROOF_FOREIGN');
    expect(absent({ ...proof, neighbour: ONE }, ONE.key)).to.equal('MAP_PROOF_FOREIGN');
    expect(absent({ ...absence, neighbour: { ...ONE, key: keyOf('1') } })).to.equal('MAP_PROOF_FOREIGN');
  });

  it('of hashes too many, too few, or of the wrong length', () => {
    expect(present({ ...proof, siblings: [...proof.siblings, hashOf('extra')] })).to.equal(
      'MAP_PROOF_LENGTH',
    );
    expect(present({ ...proof, siblings: proof.siblings.slice(1) })).to.equal('MAP_PROOF_LENGTH');
    expect(present({ ...proof, siblings: proof.siblings.map((hash) => hash.subarray(1)) })).to.equal(
      'MAP_PROOF_LENGTH',
    );
    expect(absent({ ...absence, neighbour: { ...ONE, value: new Uint8Array(31) } })).to.equal(
      'MAP_PROOF_LENGTH',
    );
    const deep = new Array<Uint8Array>(257).fill(hashOf('deep'));
    expect(present({ ...proof, depth: 257, siblings: deep })).to.equal('MAP_PROOF_LENGTH');
  });

  it('of one that goes on below where a lone leaf stands', () => {
    const longer = { ...proof, depth: proof.depth + 1, siblings: [EMPTY_MAP, ...proof.siblings] };
    expect(present(longer)).to.equal('MAP_PROOF_NOT_CANONICAL');
  });

  it('of one that leads to another root', () => {
    const root = hashOf('another root');
    expect(refusalOf(() => requirePresent(sha256, root, ONE, proof)).code).to.equal('MAP_PROOF_ROOT_DIFFERS');
    expect(refusalOf(() => requireAbsent(sha256, root, absentKey, absence)).code).to.equal(
      'MAP_PROOF_ROOT_DIFFERS',
    );
  });
});

describe('a tile that was damaged', () => {
  it('is no tile: too short, a slot twice, bytes missing or left over', () => {
    for (const hex of ['0000', '00010001' + '00'.repeat(96), '00010000' + '00'.repeat(63), '0000000000']) {
      expect(refusalOf(() => decodeTile(Buffer.from(hex, 'hex'))).code).to.equal('MAP_TILE_DAMAGED');
    }
  });
});

describe('a proof of a record as it is handed out', () => {
  const leaf = (key: string, value: string): typeof ONE => ({ key: hashOf(key), value: hashOf(value) });
  const map = mapOf(leaf('lic~1', '{"v":1}'), leaf('lic~2', '{"v":2}'));
  const proofOf = (key: string, value?: string): ReturnType<typeof recordProofOf> =>
    recordProofOf(key, value, map.prove(hashOf(key)));

  it('shows a record, and that there is none beside a neighbour or nothing', () => {
    requireRecord(sha256, map.root, proofOf('lic~1', '{"v":1}'));
    const absent = Array.from({ length: 9 }, (_, i) => proofOf(`lic~${i + 3}`));
    for (const proof of absent) requireRecord(sha256, map.root, proof);
    expect(new Set(absent.map(({ neighbour }) => neighbour === undefined)).size).to.equal(2);
  });

  it('shows no other value, and no absence of what is there', () => {
    const other = refusalOf(() => requireRecord(sha256, map.root, proofOf('lic~1', '{"v":3}')));
    expect(other.code).to.equal('MAP_PROOF_ROOT_DIFFERS');
    expect(refusalOf(() => requireRecord(sha256, map.root, proofOf('lic~1'))).code).to.match(/^MAP_PROOF_/);
  });
});
