import { der, derInteger, DerError, DerReader, TAG } from '../asn1/der.js';
import { imprintOf, readImprint, type Imprint } from './imprint.js';
import { STAMP_VERSION } from './profile.js';

/** A TimeStampReq (RFC 3161 §2.4.1), taken apart. */
export interface StampRequest {
  readonly imprint: Imprint;
  /** The policy wanted, as its object identifier's DER; absent: any. */
  readonly policy: Buffer | undefined;
  /** INTEGER in DER, given back in the token as it came. */
  readonly nonce: Buffer | undefined;
  /** Whether the token shall carry the authority's certificates. */
  readonly certificates: boolean;
  readonly extended: boolean;
}

const TRUE = Buffer.of(0xff);

/** Asks for a stamp over `content`, with certificates, under any policy. */
export const writeStampRequest = (content: Uint8Array, nonce: bigint): Buffer =>
  der(TAG.sequence, derInteger(STAMP_VERSION), imprintOf(content), derInteger(nonce), der(TAG.boolean, TRUE));

/** Throws DerError. */
export const readStampRequest = (bytes: Uint8Array): StampRequest => {
  const parts = new DerReader(bytes).enterLast(TAG.sequence);
  if (!parts.read(TAG.integer).bytes.equals(derInteger(STAMP_VERSION))) {
    throw new DerError('Another version of request');
  }
  const imprint = readImprint(parts.read(TAG.sequence));
  const policy = parts.optional(TAG.objectIdentifier)?.bytes;
  const nonce = parts.optional(TAG.integer)?.bytes;
  const wanted = parts.optional(TAG.boolean)?.contents;
  // DER leaves a default out (X.690 §11.5), and openssl writes an explicit FALSE nowhere.
  if (wanted && !wanted.equals(TRUE)) throw new DerError('A boolean that is not TRUE');
  const extended = parts.optional(TAG.context0) !== undefined;
  parts.end();
  return { imprint, policy, nonce, certificates: wanted !== undefined, extended };
};
