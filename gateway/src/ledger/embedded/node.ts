import { createPrivateKey, randomBytes } from 'node:crypto';
import {
  blockSignatureHeader,
  endorsedBytes,
  keySigner,
  serializeIdentity,
  signedBlockBytes,
  type BlockHeader,
  type BlockSignature,
  type Endorsement,
  type Sign,
} from '../fabric-messages/index.js';
import type { NodeIdentityOptions } from './options.js';

const NONCE_BYTES = 24;

/** The node's identity: it endorses what it simulated and signs the blocks it makes. */
export class NodeIdentity {
  readonly mspId: string;
  readonly serialized: Uint8Array;
  readonly #sign: Sign;

  constructor({ mspId, certificate, privateKey }: NodeIdentityOptions) {
    this.mspId = mspId;
    this.serialized = serializeIdentity({ mspId, certificate });
    this.#sign = keySigner(createPrivateKey(privateKey));
  }

  async endorse(responsePayload: Uint8Array): Promise<Endorsement> {
    const signature = await this.#sign(endorsedBytes(responsePayload, this.serialized));
    return { endorser: this.serialized, signature };
  }

  async signBlock(header: BlockHeader): Promise<BlockSignature> {
    const signatureHeader = blockSignatureHeader(this.serialized, randomBytes(NONCE_BYTES));
    return { header: signatureHeader, signature: await this.#sign(signedBlockBytes(header, signatureHeader)) };
  }
}
