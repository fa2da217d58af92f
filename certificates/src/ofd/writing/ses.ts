import { hash, X509Certificate } from 'node:crypto';
import { der, derGeneralizedTime, derInteger, TAG } from '../../asn1/der.js';
import type { Sealer } from '../../seal/sealer.js';
import { SM2_WITH_SM3 } from '../ses.js';

const IA5_STRING = 0x16;
const VERSION = 4;
const OF_A_UNIT = 1;
const WHOLE_CERTIFICATES = 1;
/** Millimetres: what a department's round seal measures (国发〔1999〕25号). */
export const SEAL_SIZE = 42;

const ia5 = (text: string): Buffer => der(IA5_STRING, Buffer.from(text));
const octets = (bytes: Uint8Array): Buffer => der(TAG.octetString, bytes);
const bits = (bytes: Uint8Array): Buffer => der(TAG.bitString, Buffer.of(0), bytes);

/**
 * A department's electronic seal (SESeal, GB/T 38540 §6): it may be set by the department's own SM2 key, which has made
 * it as well. `svg` is its picture.
 */
export const makeSeal = async (sealer: Sealer, name: string, svg: string): Promise<Buffer> => {
  const [raw] = sealer.chain as [Uint8Array];
  const { validFromDate, validToDate } = new X509Certificate(raw);
  const info = der(
    TAG.sequence,
    der(TAG.sequence, ia5('ES'), derInteger(VERSION), ia5('hanlian')),
    ia5(sealer.keyDigest),
    der(
      TAG.sequence,
      derInteger(OF_A_UNIT),
      der(TAG.utf8String, Buffer.from(name)),
      derInteger(WHOLE_CERTIFICATES),
      der(TAG.sequence, octets(raw)),
      derGeneralizedTime(validFromDate),
      derGeneralizedTime(validFromDate),
      derGeneralizedTime(validToDate),
    ),
    der(TAG.sequence, ia5('svg'), octets(Buffer.from(svg)), derInteger(SEAL_SIZE), derInteger(SEAL_SIZE)),
  );
  const by = octets(raw);
  const signature = await sealer.sign(der(TAG.sequence, info, by, SM2_WITH_SM3));
  return der(TAG.sequence, info, by, SM2_WITH_SM3, bits(signature));
};

/** Sets a seal on the description of what it protects (SES_Signature, GB/T 38540 §7). */
export const setSeal = async (
  sealer: Sealer,
  seal: Buffer,
  description: { readonly path: string; readonly bytes: Uint8Array },
  at: Date,
): Promise<Buffer> => {
  const [raw] = sealer.chain as [Uint8Array];
  const content = der(
    TAG.sequence,
    derInteger(VERSION),
    seal,
    derGeneralizedTime(at),
    bits(hash('sm3', description.bytes, 'buffer')),
    ia5(description.path),
  );
  const signature = await sealer.sign(content);
  return der(TAG.sequence, content, octets(raw), SM2_WITH_SM3, bits(signature));
};
