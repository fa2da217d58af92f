import { expect } from 'chai';
import fc from 'fast-check';
import {
  base64urlEncode,
  batchEntryLeaf,
  canonicalize,
  fieldLeaves,
  holderCommitment,
  leafHash,
  merkleRoot,
  utf8Encode,
  type JsonValue,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

const { sha256 } = nodeHashes;

const salt = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(base64urlEncode);
const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const field: fc.Arbitrary<SaltedField> = fc.record({ name: fc.string({ unit: 'binary' }), salt, value });
const fields = fc.array(field, { minLength: 1, maxLength: 12 });
const id = fc.string({ unit: 'binary' });

/** The definition, word for word: the optimised leaves must never differ from it. */
const plainLeaf = (certificateId: string, index: number, { name, salt, value }: SaltedField): Uint8Array =>
  leafHash(sha256, utf8Encode(canonicalize([certificateId, index, name, salt, value])));

const leavesOf = (certificateId: string, list: readonly SaltedField[]): Uint8Array[] =>
  list.map((item, i) => fieldLeaves(nodeHashes, certificateId, i, item).sha256);

const rootOf = (certificateId: string, list: readonly SaltedField[]): Uint8Array =>
  merkleRoot(sha256, leavesOf(certificateId, list));

describe('field leaves', () => {
  it('are the plain definition, made faster', () => {
    fc.assert(
      fc.property(id, fields, (certificateId, list) => {
        const plain = list.map((item, i) => plainLeaf(certificateId, i, item));
        expect(leavesOf(certificateId, list)).to.deep.equal(plain);
      }),
    );
  });

  it('give another root when a field is changed, added, left out, moved or salted anew', () => {
    fc.assert(
      fc.property(id, fields, field, fc.nat(), (certificateId, list, extra, pick) => {
        const at = pick % list.length;
        const original = list[at]!;
        const root = rootOf(certificateId, list);
        const variants = [
          list.with(at, { ...original, value: [original.value] }),
          list.with(at, { ...original, name: `${original.name}x` }),
          list.with(at, { ...original, salt: extra.salt }),
          [...list, extra],
          list.toSpliced(at, 1),
          list.toSpliced(at, 1).toSpliced(pick % list.length, 0, original),
        ];
        for (const variant of variants) {
          const same = canonicalize(variant) === canonicalize(list);
          const other = rootOf(certificateId, variant);
          expect(base64urlEncode(other) === base64urlEncode(root)).to.equal(same);
        }
      }),
    );
  });
});

describe('batch entries and commitments', () => {
  it('bind every part', () => {
    const entry = fc.record({
      certificateId: id,
      documentRoot: id,
      commitment: id,
      effectiveFrom: fc.integer(),
      effectiveTo: fc.option(fc.integer()),
    });
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const same = canonicalize(a) === canonicalize(b);
        const [one, other] = [a, b].map((e) => base64urlEncode(batchEntryLeaf(sha256, e)));
        expect(one === other).to.equal(same);
      }),
    );
  });

  it('commit to the set of holders, not to its order, and to the salt', () => {
    const holder = fc.record({ typeCode: fc.constant('111' as const), code: id, name: id });
    const holders = fc.array(holder, { minLength: 1, maxLength: 5 });
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 32 });
    fc.assert(
      fc.property(holders, bytes, bytes, (list, one, other) => {
        const commitment = base64urlEncode(holderCommitment(sha256, one, list));
        expect(base64urlEncode(holderCommitment(sha256, one, list.toReversed()))).to.equal(commitment);
        const again = base64urlEncode(holderCommitment(sha256, other, list));
        expect(again === commitment).to.equal(base64urlEncode(one) === base64urlEncode(other));
      }),
    );
  });
});
