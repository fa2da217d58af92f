import { assertDer, der, DerError, DerReader, TAG } from '../asn1/der.js';
import type { Signer } from '../keys/signer.js';
import { ALGORITHM_IDENTIFIER, type SignedBytes } from './algorithms.js';

/** SEQUENCE { what is signed, algorithm, BIT STRING } and nothing after it; all of it is DER. Throws DerError. */
export const readSigned = (bytes: Uint8Array): SignedBytes => {
  const outer = new DerReader(bytes).enterLast(TAG.sequence);
  assertDer(bytes);
  const tbs = outer.read(TAG.sequence).bytes;
  const algorithm = outer.read(TAG.sequence).bytes;
  const signature = bitString(outer);
  outer.end();
  return { tbs, algorithm, signature };
};

/** A BIT STRING of whole octets. Throws DerError. */
export const bitString = (reader: DerReader): Buffer => {
  const { contents } = reader.read(TAG.bitString);
  if (contents[0] !== 0) throw new DerError('A bit string that does not end with an octet');
  return contents.subarray(1);
};

/** Signs what `tbs` gives for the signer's algorithm, which X.509 also names within. */
export const sign = async (signer: Signer, tbs: (algorithm: Buffer) => Buffer): Promise<Buffer> => {
  const algorithm = ALGORITHM_IDENTIFIER[signer.algorithm];
  const signed = tbs(algorithm);
  return der(TAG.sequence, signed, algorithm, derBitString(await signer.sign(signed)));
};

/** Whole octets as a BIT STRING. */
export const derBitString = (octets: Uint8Array): Buffer => der(TAG.bitString, Buffer.of(0), octets);
