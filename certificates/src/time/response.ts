import { der, derInteger, DerReader, TAG, type Value } from '../asn1/der.js';

/** Why an authority grants no stamp, by the bit of PKIFailureInfo (RFC 3161 §2.4.2). */
export const REFUSALS = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

export type Refusal = keyof typeof REFUSALS;

/** PKIStatus. */
const GRANTED = 0;
const REJECTED = 2;

/** A TimeStampResp that grants `token`. */
export const granting = (token: Uint8Array): Buffer =>
  der(TAG.sequence, der(TAG.sequence, derInteger(GRANTED)), token);

/** A TimeStampResp that refuses, with its reason for machines and for people. */
export const refusing = (refusal: Refusal, text: string): Buffer =>
  der(
    TAG.sequence,
    der(
      TAG.sequence,
      derInteger(REJECTED),
      der(TAG.sequence, der(TAG.utf8String, Buffer.from(text))),
      failInfo(REFUSALS[refusal]),
    ),
  );

/** A named bit list of one bit, without trailing zeros (X.690 §11.2.2). */
const failInfo = (bit: number): Buffer => {
  const octets = Buffer.alloc(1 + (bit >> 3) + 1);
  octets[0] = 7 - (bit & 7);
  octets[octets.length - 1] = 0x80 >> (bit & 7);
  return der(TAG.bitString, octets);
};

/** What an authority answered: a token, or why there is none. */
export type StampResponse =
  | { readonly granted: true; readonly token: Buffer }
  | { readonly granted: false; readonly status: number; readonly refusal: Refusal | undefined };

/** PKIStatus granted and grantedWithMods: the token stands for itself and is examined anyway. */
const LAST_GRANTING = 1;

/** Reads a TimeStampResp. Throws DerError. */
export const readStampResponse = (bytes: Uint8Array): StampResponse => {
  const response = new DerReader(bytes).enterLast(TAG.sequence);
  const info = response.enter(TAG.sequence);
  const [status = -1] = info.read(TAG.integer).contents;
  if (status >= 0 && status <= LAST_GRANTING)
    return { granted: true, token: response.readLast(TAG.sequence).bytes };
  info.optional(TAG.sequence);
  return { granted: false, status, refusal: refusalIn(info.optional(TAG.bitString)) };
};

const refusalIn = (value: Value | undefined): Refusal | undefined => {
  const octets = value?.contents.subarray(1) ?? Buffer.alloc(0);
  const names = Object.keys(REFUSALS) as Refusal[];
  return names.find((name) => {
    const bit = REFUSALS[name];
    return ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  });
};
