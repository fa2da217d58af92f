import {
  base64urlDecode,
  base64urlEncode,
  batchEntryLeaf,
  merkleRoot,
  verifyInclusion,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../document/schema.js';

/** The document's roots, from its leaf hashes; base64url. */
export const documentRootsOf = (
  { leaves }: EvidenceDocument,
  hashes: Hashes,
): Readonly<Record<keyof Hashes, string>> => ({
  sha256: rootOf(leaves.sha256, hashes, 'sha256'),
  sm3: rootOf(leaves.sm3, hashes, 'sm3'),
});

/** Whether the document stands in its sealed batch at the place it names, by both suites. */
export const isInBatch = (document: EvidenceDocument, hashes: Hashes): boolean => {
  const { leaves, inclusion, statement } = document;
  if (leaves.sha256.length !== leaves.sm3.length) return false;
  return (
    leads(document, hashes, 'sha256', inclusion.path, statement.root) &&
    leads(document, hashes, 'sm3', inclusion.sm3Path, statement.sm3Root)
  );
};

const leads = (
  document: EvidenceDocument,
  hashes: Hashes,
  suite: keyof Hashes,
  path: readonly string[],
  root: string,
): boolean => {
  const { id, holder, validity, past, leaves, inclusion, statement } = document;
  const leaf = batchEntryLeaf(hashes[suite], {
    certificateId: id,
    documentRoot: rootOf(leaves[suite], hashes, suite),
    commitment: holder.commitment,
    effectiveFrom: validity.from,
    effectiveTo: validity.to,
    ...(past && { past }),
  });
  const proof = { treeSize: statement.count, index: inclusion.index, leaf, path: path.map(base64urlDecode) };
  return verifyInclusion(hashes[suite], proof, base64urlDecode(root));
};

const rootOf = (leaves: readonly string[], hashes: Hashes, suite: keyof Hashes): string =>
  base64urlEncode(merkleRoot(hashes[suite], leaves.map(base64urlDecode)));
