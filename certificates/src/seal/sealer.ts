import type { Signer } from '../keys/signer.js';
import { CMS_VERSION, OID } from './profile.js';
import { cmsWriter } from './writer.js';

/** A department's seal, ready to be set. */
export interface Sealer {
  /** SHA-256 of the seal certificate's DER, base64url: the name under which the ledger knows the seal key. */
  readonly keyDigest: string;
  /** A detached CMS SignedData in DER over `content`; `at` becomes its signing time, in whole seconds. */
  seal(content: Uint8Array, at: Date): Promise<Uint8Array>;
}

/** Seals by one key. `chain` are the certificates in PEM: the seal's own first, then those above it, without the root. */
export const createSealer = (signer: Signer, chain: readonly [string, ...string[]]): Sealer => {
  const profile = { contentType: OID.data, version: CMS_VERSION, attached: false };
  const writer = cmsWriter(signer, chain, profile);
  return {
    keyDigest: writer.certificateHash.toString('base64url'),
    seal: (content, at) => writer.write(content, at),
  };
};
