import { HanlianError, requireSignedBy, type HolderKey, type SignedBytes } from '@hanlian/chaincode/domain';
import { verifyEs256 } from '@hanlian/chaincode/hash';

/** Whose word a signature is, by which key of the registry. */
export interface Signatory {
  readonly key: string;
  readonly organisation: string;
  readonly at: number;
}

/** The keys that organisations sign with, as the registry binds them. */
export class Signers {
  readonly #records = new Map<string, HolderKey>();

  add(id: string, record: HolderKey): void {
    this.#records.set(id, record);
  }

  /** Whether the organisation signed this by a key bound to it at that time. */
  isSigned(signed: SignedBytes, { key, organisation, at }: Signatory): boolean {
    const record = this.#records.get(key);
    if (record === undefined) return false;
    try {
      requireSignedBy(verifyEs256, record, signed, { organisation, at });
      return true;
    } catch (error) {
      if (error instanceof HanlianError) return false;
      throw error;
    }
  }
}
