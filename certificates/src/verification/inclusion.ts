import {
  base64urlDecode,
  base64urlEncode,
  merkleRoot,
  runLeafHashes,
  verifyInclusion,
  type CertificateIdentifier,
  type Digest,
  type Hashes,
  type RunLeaf,
} from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../document/schema.js';

/** A document's root in each suite, base64url. */
export type DocumentRoots = Readonly<Record<keyof Hashes, string>>;

/** The roots that a document's leaf hashes lead to. */
export const rootsOf = ({ leaves }: EvidenceDocument, hashes: Hashes): DocumentRoots => ({
  sha256: rootOf(leaves.sha256, hashes.sha256),
  sm3: rootOf(leaves.sm3, hashes.sm3),
});

/** Whether the document stands in its sealed batch at the place it names, by both suites. */
export const isInBatch = (
  document: EvidenceDocument,
  identifier: CertificateIdentifier,
  roots: DocumentRoots,
  hashes: Hashes,
): boolean => {
  const { leaves, inclusion, statement } = document;
  if (leaves.sha256.length !== leaves.sm3.length) return false;
  const leaf = runLeafHashes(hashes, identifier, runLeafOf(document, identifier, roots));
  const leadsTo = (suite: keyof Hashes, path: readonly string[], root: string): boolean => {
    const { index } = inclusion;
    const proof = { treeSize: statement.count, index, leaf: leaf[suite], path: path.map(base64urlDecode) };
    return verifyInclusion(hashes[suite], proof, base64urlDecode(root));
  };
  return (
    leadsTo('sha256', inclusion.path, statement.root) && leadsTo('sm3', inclusion.sm3Path, statement.sm3Root)
  );
};

/** The leaf as the issuer's hub sealed it and the contract computed it again. */
const runLeafOf = (
  { holder, validity, past }: EvidenceDocument,
  { serial, version }: CertificateIdentifier,
  roots: DocumentRoots,
): RunLeaf => ({
  serial,
  version,
  documentRoot: roots.sha256,
  documentSm3Root: roots.sm3,
  commitment: holder.commitment,
  effectiveFrom: validity.from,
  effectiveTo: validity.to,
  ...past,
});

const rootOf = (leaves: readonly string[], digest: Digest): string =>
  base64urlEncode(merkleRoot(digest, leaves.map(base64urlDecode)));
