import { assertDer, der, DerError, DerReader, TAG } from '../asn1/der.js';
import type { Signer } from '../keys/signer.js';
import { ALGORITHM_IDENTIFIER, type SignedBytes } from './algorithms.js';

/** SEQUENCE { what is signed, algorithm, BIT STRING } and nothing after it; all of it is DER. Throws DerError. */
export const readSigned = (bytes: Uint8Array): SignedBytes => {
  assertDer(bytes);
  const outer = new DerReader(bytes).enterLast(TAG.sequence);
  const signed = readSignedParts(outer);
  outer.end();
  return signed;
};

/** The three parts, where more may follow. Throws DerError. */
export const readSignedParts = (outer: DerReader): SignedBytes => ({
  tbs: outer.read(TAG.sequence).bytes,
  algorithm: outer.read(TAG.sequence).bytes,
  signature: bitString(outer),
});

/** A BIT STRING of whole octets. Throws DerError. */
export const bitString = (reader: DerReader): Buffer => {
  const { contents } = reader.read(TAG.bitString);
  if (contents[0] !== 0) throw new DerError('A bit string that does not end with an octet');
  return contents.subarray(1);
};

/** Signs what `tbs` gives for the signer's algorithm, which X.509 also names within; `more` follows unsigned. */
export const sign = async (
  signer: Signer,
  tbs: (algorithm: Buffer) => Buffer,
  more: readonly Buffer[] = [],
): Promise<Buffer> => {
  const algorithm = ALGORITHM_IDENTIFIER[signer.algorithm];
  const signed = tbs(algorithm);
  return der(TAG.sequence, signed, algorithm, derBitString(await signer.sign(signed)), ...more);
};

/** Whole octets as a BIT STRING. */
export const derBitString = (octets: Uint8Array): Buffer => der(TAG.bitString, Buffer.of(0), octets);
