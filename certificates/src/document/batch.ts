import {
  base64urlEncode,
  buildTree,
  HanlianError,
  inclusionPath,
  parseCertificateIdentifier,
  requireCode,
  runLeafHashes,
  runPath,
  statementBytes,
  type BatchStatement,
  type Hashes,
  type MerkleTree,
  type Run,
  type RunLeaf,
  type SealedStatement,
} from '@hanlian/chaincode/domain';
import type { Sealer } from '../seal/sealer.js';
import { commitmentsOf, type SaltedContent } from './content.js';
import { FORMAT, type Evidence, type EvidenceDocument } from './schema.js';

/** What the ledger keeps of a document, as records hold it. */
export type CertificateDigests = Pick<RunLeaf, 'documentRoot' | 'documentSm3Root' | 'commitment'>;

/** The paths of a run of the batch to both roots, as the contract takes them. */
export type RunPaths = Pick<Run, 'path' | 'sm3Path'>;

/** One certificate of a batch: what it says, and what that comes down to. */
export interface Member {
  readonly content: SaltedContent;
  /** The leaf hashes of its fields as its document writes them: of so many, texts are lighter to keep than bytes. */
  readonly fieldLeaves: Evidence['leaves'];
  /** What the contract stores of it, and the batch's trees bind. */
  readonly leaf: RunLeaf;
  /** Its leaves in both trees. */
  readonly leafHashes: Readonly<Record<keyof Hashes, Uint8Array>>;
}

/** Both trees over a batch of certificates. It holds the leaf hashes of all their fields, until it is let go. */
export class Batch {
  readonly #members: readonly Member[];
  readonly #trees: Readonly<Record<keyof Hashes, MerkleTree>>;
  /** Nodes near the root stand in the paths of all documents, and are put into text once. */
  readonly #texts = new Map<Uint8Array, string>();

  /** `members` in the order of their index, at least one. */
  constructor({ sha256, sm3 }: Hashes, members: readonly Member[]) {
    this.#members = members;
    this.#trees = {
      sha256: buildTree(
        sha256,
        members.map(({ leafHashes }) => leafHashes.sha256),
      ),
      sm3: buildTree(
        sm3,
        members.map(({ leafHashes }) => leafHashes.sm3),
      ),
    };
  }

  get size(): number {
    return this.#members.length;
  }

  /** The part of the statement that the certificates decide. */
  get summary(): Pick<BatchStatement, 'count' | 'root' | 'sm3Root'> {
    return {
      count: this.size,
      root: base64urlEncode(this.#trees.sha256.root),
      sm3Root: base64urlEncode(this.#trees.sm3.root),
    };
  }

  digests(index: number): CertificateDigests {
    const { documentRoot, documentSm3Root, commitment } = this.#member(index).leaf;
    return { documentRoot, documentSm3Root, commitment };
  }

  runPaths(start: number, length: number): RunPaths {
    const { sha256, sm3 } = this.#trees;
    return {
      path: this.#textsOf(runPath(sha256, start, length)),
      sm3Path: this.#textsOf(runPath(sm3, start, length)),
    };
  }

  /** The document of one certificate, with everything disclosed. */
  document(index: number, { statement, seal, sm2Seal, anchor }: Issue): EvidenceDocument {
    return {
      ...this.evidence(index),
      statement,
      seal: Buffer.from(seal).toString('base64'),
      ...(sm2Seal && { sm2Seal: Buffer.from(sm2Seal).toString('base64') }),
      anchor,
    };
  }

  /** The part of it that is the certificate's own, without what its batch and the ledger add. */
  evidence(index: number): Evidence {
    const { content, fieldLeaves, leaf } = this.#member(index);
    const { sha256, sm3 } = this.#trees;
    return {
      v: FORMAT,
      id: content.id,
      holder: { commitment: leaf.commitment, salt: content.holderSalt, holders: [...content.holders] },
      fields: [...content.fields],
      validity: content.validity,
      ...(content.status && { status: content.status }),
      leaves: { sha256: [...fieldLeaves.sha256], sm3: [...fieldLeaves.sm3] },
      inclusion: {
        index,
        path: this.#textsOf(inclusionPath(sha256, index)),
        sm3Path: this.#textsOf(inclusionPath(sm3, index)),
      },
      ...(content.past && { past: content.past }),
      stamp: null,
      logProof: null,
    };
  }

  #textsOf(nodes: readonly Uint8Array[]): string[] {
    return nodes.map((node) => {
      const text = this.#texts.get(node) ?? base64urlEncode(node);
      this.#texts.set(node, text);
      return text;
    });
  }

  #member(index: number): Member {
    const member = this.#members[index];
    if (!member) {
      throw new HanlianError('PROOF_INVALID', `The batch has no certificate ${index}`, { received: index });
    }
    return member;
  }
}

/**
 * Hashes what a certificate says, which is most of the work for a batch.
 *
 * @throws {HanlianError} the fault of an identifier that is wrong
 */
export function batchMember(hashes: Hashes, content: SaltedContent): Member {
  const { validity, past } = content;
  const identifier = requireCode(parseCertificateIdentifier(content.id), 'id');
  const { serial, version } = identifier;
  const { leaves, roots, commitment } = commitmentsOf(hashes, content);
  const leaf: RunLeaf = {
    serial,
    version,
    documentRoot: base64urlEncode(roots.sha256),
    documentSm3Root: base64urlEncode(roots.sm3),
    commitment,
    effectiveFrom: validity.from,
    effectiveTo: validity.to,
    ...past,
  };
  const fieldLeaves = {
    sha256: leaves.sha256.map(base64urlEncode),
    sm3: leaves.sm3.map(base64urlEncode),
  };
  return { content, fieldLeaves, leaf, leafHashes: runLeafHashes(hashes, identifier, leaf) };
}

/** What a batch's documents share: its sealed statement, and where it is anchored. */
export interface Issue {
  readonly statement: SealedStatement;
  readonly seal: Uint8Array;
  /** Where the statement declares one. */
  readonly sm2Seal?: Uint8Array;
  readonly anchor: EvidenceDocument['anchor'];
}

/** Seals a statement; the seal's signing time is the statement's. */
export const sealStatement = (sealer: Sealer, statement: SealedStatement): Promise<Uint8Array> =>
  sealer.seal(statementBytes(statement), new Date(statement.sealedAt * 1000));
