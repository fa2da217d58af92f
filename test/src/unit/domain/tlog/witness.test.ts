import { expect } from 'chai';
import {
  buildTree,
  consistencyPath,
  formatCosignRequest,
  leafHash,
  parseCosignRequest,
  requireContinues,
  utf8Encode,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { refusalOf } from '../../../support/refusal.js';

const { sha256 } = nodeHashes;
const LEAVES = Array.from({ length: 9 }, (_, i) => leafHash(sha256, utf8Encode(String(i))));
const headOf = (size: number): { size: number; root: Uint8Array } => ({
  size,
  root: buildTree(sha256, LEAVES.slice(0, size)).root,
});
const pathOf = (older: number, newer: number): readonly Uint8Array[] =>
  consistencyPath(buildTree(sha256, LEAVES.slice(0, newer)), older);

const CHECKPOINT = {
  text: 'example/log\n9\nAAAA\n',
  signatures: [{ name: 'example/log', keyId: 7, signature: new Uint8Array([1, 2, 3]) }],
};

describe('what a witness is asked', () => {
  it('reads back as it was written, with a proof and without', () => {
    for (const request of [
      { oldSize: 0, proof: [], checkpoint: CHECKPOINT },
      { oldSize: 4, proof: pathOf(4, 9), checkpoint: CHECKPOINT },
    ]) {
      const read = parseCosignRequest(formatCosignRequest(request));
      expect(read.oldSize).to.equal(request.oldSize);
      expect(read.proof.map((hash) => [...hash])).to.deep.equal(request.proof.map((hash) => [...hash]));
      expect(read.checkpoint.text).to.equal(CHECKPOINT.text);
    }
  });

  it('is refused where a part is missing, no number, no hash, or one hash too many', () => {
    const hash = `${Buffer.alloc(32).toString('base64')}\n`;
    for (const body of [
      'old 1\n',
      'older 1\n\nnote',
      'old 01\n\nnote',
      'old 1\nAAAA\n\nnote',
      `old 1\n${hash.repeat(64)}\nnote`,
    ]) {
      expect(refusalOf(() => parseCosignRequest(body)).code, body).to.equal('WITNESS_REQUEST_MALFORMED');
    }
  });
});

describe('what a witness requires of the next tree', () => {
  const refused = (...[last, next, request]: Parameters<typeof continues>): string =>
    refusalOf(() => continues(last, next, request)).code;
  const continues = (
    last: number | undefined,
    next: { size: number; root: Uint8Array },
    request: { oldSize: number; proof: readonly Uint8Array[] },
  ): void => requireContinues(sha256, last === undefined ? undefined : headOf(last), next, request);

  it('takes one that continues the last, the same again, and any first one', () => {
    continues(4, headOf(9), { oldSize: 4, proof: pathOf(4, 9) });
    continues(4, headOf(4), { oldSize: 4, proof: [] });
    continues(undefined, headOf(9), { oldSize: 0, proof: [] });
  });

  it('names a size in conflict, a fork, and a tree that nothing proves', () => {
    const proof = pathOf(4, 9);
    expect(refused(4, headOf(9), { oldSize: 3, proof })).to.equal('WITNESS_SIZE_CONFLICT');
    expect(refused(4, { size: 4, root: headOf(3).root }, { oldSize: 4, proof: [] })).to.equal('LOG_FORKED');
    expect(refused(4, { size: 9, root: headOf(8).root }, { oldSize: 4, proof })).to.equal('LOG_INCONSISTENT');
    expect(refused(4, headOf(9), { oldSize: 4, proof: proof.slice(1) })).to.equal('LOG_INCONSISTENT');
    expect(refused(undefined, headOf(9), { oldSize: 0, proof })).to.equal('LOG_INCONSISTENT');
    expect(refused(4, headOf(3), { oldSize: 4, proof })).to.equal('WITNESS_REQUEST_MALFORMED');
  });
});
