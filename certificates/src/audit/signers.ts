import { verify, type KeyObject } from 'node:crypto';
import { HanlianError, requireSignedBy, type HolderKey, type SignedBytes } from '@hanlian/chaincode/domain';
import { publicKeyOf } from '@hanlian/chaincode/hash';

/** Whose word a signature is, by which key of the registry. */
export interface Signatory {
  readonly key: string;
  readonly organisation: string;
  readonly at: number;
}

/** The keys that organisations sign with, as the registry binds them. */
export class Signers {
  readonly #records = new Map<string, HolderKey>();
  readonly #parsed = new Map<string, KeyObject>();

  add(id: string, record: HolderKey): void {
    this.#records.set(id, record);
  }

  /** Whether the organisation signed this by a key bound to it at that time. */
  isSigned(signed: SignedBytes, { key, organisation, at }: Signatory): boolean {
    const record = this.#records.get(key);
    if (record === undefined) return false;
    try {
      requireSignedBy(this.#verify, record, signed, { organisation, at });
      return true;
    } catch (error) {
      if (error instanceof HanlianError) return false;
      throw error;
    }
  }

  /** A key is read once: there are few, and each signs by the ten thousand. */
  readonly #verify = (publicKey: string, message: Uint8Array, signature: string): boolean => {
    const key = this.#parsed.get(publicKey) ?? publicKeyOf(publicKey);
    this.#parsed.set(publicKey, key);
    return verify('sha256', message, key, Buffer.from(signature, 'base64url'));
  };
}
