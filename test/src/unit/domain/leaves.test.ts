import { expect } from 'chai';
import {
  base64urlDecode,
  base64urlEncode,
  batchEntryLeaf,
  fieldLeaves,
  holderCommitment,
  merkleRoot,
  type BatchEntry,
  type Holder,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { refusalOf } from '../../support/refusal.js';
import { readVectors } from '../../support/vectors.js';

type Suite = keyof typeof nodeHashes;
type BySuite<T> = Record<Suite, T>;
const vectors = readVectors<{
  documents: {
    certificateId: string;
    fields: SaltedField[];
    leaves: BySuite<string[]>;
    root: BySuite<string>;
  }[];
  entries: { entry: BatchEntry; leaf: BySuite<string> }[];
  commitments: { salt: string; holders: Holder[]; commitment: BySuite<string> }[];
}>('leaves/leaves.json');

const { sha256 } = nodeHashes;

for (const suite of ['sha256', 'sm3'] as const) {
  const digest = nodeHashes[suite];
  describe(`leaves under ${suite}`, () => {
    for (const { certificateId, fields, leaves, root } of vectors.documents) {
      it(`of a document with ${fields.length} fields are those an independent program computed`, () => {
        const found = fields.map((field, i) => fieldLeaves(nodeHashes, certificateId, i, field)[suite]);
        expect(found.map(base64urlEncode)).to.deep.equal(leaves[suite]);
        expect(base64urlEncode(merkleRoot(digest, found))).to.equal(root[suite]);
      });
    }

    vectors.entries.forEach(({ entry, leaf }, i) => {
      it(`of batch entry ${i} are those an independent program computed`, () => {
        expect(base64urlEncode(batchEntryLeaf(digest, entry))).to.equal(leaf[suite]);
      });
    });

    vectors.commitments.forEach(({ salt, holders, commitment }) => {
      it(`commit to ${holders.length} holders whatever their order`, () => {
        for (const list of [holders, holders.toReversed()]) {
          expect(base64urlEncode(holderCommitment(digest, base64urlDecode(salt), list))).to.equal(
            commitment[suite],
          );
        }
      });
    });
  });
}

const documentRoot = (certificateId: string, fields: readonly SaltedField[]): Uint8Array =>
  merkleRoot(
    sha256,
    fields.map((field, i) => fieldLeaves(nodeHashes, certificateId, i, field).sha256),
  );

describe('a document root', () => {
  const { certificateId, fields } = vectors.documents.at(-1)!;
  const root = documentRoot(certificateId, fields);
  const variants: [string, string, SaltedField[]][] = [
    ['certificate', certificateId.replace('.001.U', '.002.S'), fields],
    ['order', certificateId, fields.toReversed()],
    ['value', certificateId, fields.with(0, { ...fields[0]!, value: '测试企业二号' })],
    ['name', certificateId, fields.with(0, { ...fields[0]!, name: 'holder' })],
    ['salt', certificateId, fields.with(0, { ...fields[0]!, salt: fields[1]!.salt })],
    ['number of fields', certificateId, fields.slice(1)],
  ];
  for (const [what, id, list] of variants) {
    it(`is another for another ${what}`, () => {
      expect(documentRoot(id, list)).not.to.deep.equal(root);
    });
  }

  const badSalts = [
    '',
    'AAAA',
    'A'.repeat(22) + 'A',
    'A'.repeat(21),
    'A'.repeat(21) + 'B',
    'A'.repeat(20) + '"A',
    '+'.repeat(22),
  ];
  for (const salt of badSalts) {
    it(`is refused over the salt ${JSON.stringify(salt)}`, () => {
      const list = fields.with(1, { ...fields[1]!, salt });
      expect(refusalOf(() => documentRoot(certificateId, list))).to.deep.include({
        code: 'FIELD_INVALID',
        message: 'The salt of field 1 is not 16 bytes in base64url',
        details: { field: 'fields[1].salt', expected: '16 bytes in base64url' },
      });
    });
  }

  it('is refused over a value without canonical form', () => {
    const list = [{ ...fields[0]!, value: NaN }];
    expect(refusalOf(() => documentRoot(certificateId, list)).code).to.equal('JSON_NOT_CANONICAL');
  });
});

describe('a holder commitment', () => {
  const { holders } = vectors.commitments[0]!;

  it('needs 128 bits of salt and a holder', () => {
    expect(holderCommitment(sha256, new Uint8Array(16), holders)).to.have.lengthOf(32);
    expect(refusalOf(() => holderCommitment(sha256, new Uint8Array(15), holders))).to.deep.include({
      code: 'FIELD_INVALID',
      message: 'A salt of 15 bytes is too short',
      details: { field: 'salt', expected: 'at least 16 bytes', received: 15 },
    });
    expect(refusalOf(() => holderCommitment(sha256, new Uint8Array(16), []))).to.deep.include({
      code: 'FIELD_INVALID',
      message: 'A certificate has at least one holder',
      details: { field: 'holders' },
    });
  });
});
