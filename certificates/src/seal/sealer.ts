import type { SignatureAlgorithm, Signer } from '../keys/signer.js';
import { derOfPem, keyDigestOf } from './certificate.js';
import { CMS_VERSION, ES256, SM2 } from './profile.js';
import { cmsWriter } from './writer.js';

/** A department's seal, ready to be set. */
export interface Sealer {
  /** SHA-256 of the seal certificate's DER, base64url: the name under which the ledger knows the seal key. */
  readonly keyDigest: string;
  /** In what its key signs. */
  readonly algorithm: SignatureAlgorithm;
  /** Its certificate and those above it, without the root, DER. */
  readonly chain: readonly Uint8Array[];
  /** A signature of the seal's key over bytes of another form than CMS, as `Signer.sign` makes it. */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** A detached SignedData in DER over `content`; `at` becomes its signing time, in whole seconds. */
  seal(content: Uint8Array, at: Date): Promise<Uint8Array>;
  /** The same over a PDF's bytes, without a signing time: the PDF itself says when. */
  sealPdf(content: Uint8Array): Promise<Uint8Array>;
}

/**
 * Seals by one key: CMS for a key on P-256, GB/T 35275 for one of SM2. `chain` are the certificates in PEM: the seal's
 * own first, then those above it, without the root.
 */
export const createSealer = (signer: Signer, chain: readonly [string, ...string[]]): Sealer => {
  const suite = signer.algorithm === 'SM2' ? SM2 : ES256;
  const profile = { suite, contentType: suite.data, version: CMS_VERSION, attached: false };
  const writer = cmsWriter(signer, chain, profile);
  return {
    keyDigest: keyDigestOf(derOfPem(chain[0])),
    algorithm: signer.algorithm,
    chain: chain.map(derOfPem),
    sign: (message) => signer.sign(message),
    seal: (content, at) => writer.write(content, at),
    sealPdf: (content) => writer.write(content, undefined),
  };
};
