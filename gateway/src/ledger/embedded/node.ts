import { randomBytes } from 'node:crypto';
import type { Signer } from '@hanlian/certificates';
import {
  blockSignatureHeader,
  endorsedBytes,
  serializeIdentity,
  signedBlockBytes,
  type BlockHeader,
  type BlockSignature,
  type Endorsement,
} from '../fabric-messages/index.js';
import type { NodeIdentityOptions } from './options.js';

const NONCE_BYTES = 24;

/** The node's identity: it endorses what it simulated and signs the blocks it makes. */
export class NodeIdentity {
  readonly mspId: string;
  readonly serialized: Uint8Array;
  readonly #signer: Signer;
  readonly #former: readonly Uint8Array[];

  constructor({ mspId, certificate, signer, former = [] }: NodeIdentityOptions) {
    this.mspId = mspId;
    this.serialized = serializeIdentity({ mspId, certificate });
    this.#signer = signer;
    this.#former = former.map((earlier) => serializeIdentity({ mspId, certificate: earlier }));
  }

  /** Whether it is this node, as it is certified now or was before. */
  isOwn(endorser: Uint8Array): boolean {
    return [this.serialized, ...this.#former].some((own) => Buffer.compare(own, endorser) === 0);
  }

  async endorse(responsePayload: Uint8Array): Promise<Endorsement> {
    const signature = await this.#signer.sign(endorsedBytes(responsePayload, this.serialized));
    return { endorser: this.serialized, signature };
  }

  async signBlock(header: BlockHeader): Promise<BlockSignature> {
    const signatureHeader = blockSignatureHeader(this.serialized, randomBytes(NONCE_BYTES));
    return {
      header: signatureHeader,
      signature: await this.#signer.sign(signedBlockBytes(header, signatureHeader)),
    };
  }
}
