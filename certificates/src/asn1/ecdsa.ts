import { der, DerError, DerReader, TAG } from './der.js';

/** Order of P-256 (FIPS 186-4 D.1.2.3). Beside every signature (R, S) stands a second valid one, (R, N - S). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const BYTES = 32;

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * BYTES, '0'), 'hex');

const HALF_ORDER = toBytes(ORDER >> 1n);

/** Turns the pair R ‖ S, 32 bytes each, into DER (RFC 3279 §2.2.3) with S in the lower half, as Fabric demands. */
export const lowSDer = (pair: Uint8Array): Uint8Array =>
  der(TAG.sequence, integer(pair.subarray(0, BYTES)), integer(lower(pair.subarray(BYTES))));

/** A signature in DER, with S in the lower half. */
export const lowS = (signature: Uint8Array): Uint8Array => lowSDer(pairOf(signature));

/** Whether a signature is the one form of itself that `lowSDer` writes. */
export const isLowSDer = (signature: Uint8Array): boolean => {
  try {
    return Buffer.compare(lowS(signature), signature) === 0;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
};

/** The pair R ‖ S, 32 bytes each, of a signature in DER: how JWS writes it (RFC 7518 §3.4). */
export const pairOf = (signature: Uint8Array): Buffer => {
  const sequence = new DerReader(signature).enter(TAG.sequence);
  return Buffer.concat([magnitude(sequence), magnitude(sequence)]);
};

const lower = (s: Uint8Array): Uint8Array =>
  Buffer.compare(s, HALF_ORDER) <= 0 ? s : toBytes(ORDER - BigInt(`0x${Buffer.from(s).toString('hex')}`));

/** An unsigned number as INTEGER: no leading zeros, but one where the highest bit would read as a sign. */
const integer = (digits: Uint8Array): Buffer => {
  let start = 0;
  while (start < digits.length - 1 && digits[start] === 0) start += 1;
  const sign = (digits[start] ?? 0) >= 0x80 ? [0] : [];
  return der(TAG.integer, Buffer.from(sign), digits.subarray(start));
};

const magnitude = (reader: DerReader): Buffer => {
  const { contents } = reader.read(TAG.integer);
  const digits = contents[0] === 0 ? contents.subarray(1) : contents;
  if (digits.length > BYTES) throw new DerError('A number beyond P-256');
  return Buffer.concat([Buffer.alloc(BYTES - digits.length), digits]);
};
