import {
  base64urlEncode,
  batchEntryLeaf,
  buildTree,
  canonicalize,
  HanlianError,
  inclusionPath,
  runPath,
  utf8Encode,
  type BatchStatement,
  type Hashes,
  type MerkleTree,
} from '@hanlian/chaincode/domain';
import type { Sealer } from '../seal/sealer.js';
import { commitmentsOf, type Commitments, type SaltedContent } from './content.js';
import { FORMAT, type EvidenceDocument } from './schema.js';

/** The bytes a batch's seal covers (RFC 8785). */
export const statementBytes = (statement: BatchStatement): Uint8Array => utf8Encode(canonicalize(statement));

/** A digest as records and documents hold it, of one certificate. */
export interface CertificateDigests {
  readonly documentRoot: string;
  readonly documentSm3Root: string;
  readonly commitment: string;
}

/** The paths of a run of the batch to both roots, as the contract takes them. */
export interface RunPaths {
  readonly path: readonly string[];
  readonly sm3Path: readonly string[];
}

/** Both trees over a batch of certificates. It holds the leaf hashes of all of them, until it is let go. */
export class Batch {
  readonly #contents: readonly SaltedContent[];
  readonly #commitments: readonly Commitments[];
  readonly #trees: Readonly<Record<keyof Hashes, MerkleTree>>;

  /** `contents` in the order of their index, at least one. */
  constructor(hashes: Hashes, contents: readonly SaltedContent[]) {
    this.#contents = contents;
    this.#commitments = contents.map((content) => commitmentsOf(hashes, content));
    this.#trees = { sha256: this.#tree(hashes, 'sha256'), sm3: this.#tree(hashes, 'sm3') };
  }

  get size(): number {
    return this.#contents.length;
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
    const { roots, commitment } = this.#at(index).commitments;
    return {
      documentRoot: base64urlEncode(roots.sha256),
      documentSm3Root: base64urlEncode(roots.sm3),
      commitment,
    };
  }

  runPaths(start: number, length: number): RunPaths {
    const { sha256, sm3 } = this.#trees;
    return {
      path: runPath(sha256, start, length).map(base64urlEncode),
      sm3Path: runPath(sm3, start, length).map(base64urlEncode),
    };
  }

  /** The document of one certificate, with everything disclosed. */
  document(index: number, { statement, seal, anchor }: Issue): EvidenceDocument {
    const { content, commitments } = this.#at(index);
    const { sha256, sm3 } = this.#trees;
    return {
      v: FORMAT,
      id: content.id,
      holder: { commitment: commitments.commitment, salt: content.holderSalt, holders: [...content.holders] },
      fields: [...content.fields],
      validity: content.validity,
      leaves: {
        sha256: commitments.leaves.sha256.map(base64urlEncode),
        sm3: commitments.leaves.sm3.map(base64urlEncode),
      },
      inclusion: {
        index,
        path: inclusionPath(sha256, index).map(base64urlEncode),
        sm3Path: inclusionPath(sm3, index).map(base64urlEncode),
      },
      ...(content.past && { past: content.past }),
      statement,
      seal: Buffer.from(seal).toString('base64'),
      anchor,
      stamp: null,
      logProof: null,
    };
  }

  #tree(hashes: Hashes, suite: keyof Hashes): MerkleTree {
    const leaves = this.#contents.map(({ id, validity, past }, index) =>
      batchEntryLeaf(hashes[suite], {
        certificateId: id,
        documentRoot: base64urlEncode(this.#at(index).commitments.roots[suite]),
        commitment: this.#at(index).commitments.commitment,
        effectiveFrom: validity.from,
        effectiveTo: validity.to,
        ...(past && { past }),
      }),
    );
    return buildTree(hashes[suite], leaves);
  }

  #at(index: number): { content: SaltedContent; commitments: Commitments } {
    const [content, commitments] = [this.#contents[index], this.#commitments[index]];
    if (!content || !commitments) {
      throw new HanlianError('PROOF_INVALID', `The batch has no certificate ${index}`, { received: index });
    }
    return { content, commitments };
  }
}

/** What a batch's documents share: its sealed statement, and where it is anchored. */
export interface Issue {
  readonly statement: BatchStatement;
  readonly seal: Uint8Array;
  readonly anchor: EvidenceDocument['anchor'];
}

/** Seals a statement; the seal's signing time is the statement's. */
export const sealStatement = (sealer: Sealer, statement: BatchStatement): Promise<Uint8Array> =>
  sealer.seal(statementBytes(statement), new Date(statement.sealedAt * 1000));
