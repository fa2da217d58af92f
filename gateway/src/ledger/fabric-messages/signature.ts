import { sign as cryptoSign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

// Order n of P-256 and its half (FIPS 186-5; SEC 2 §2.4.2). Fabric takes s only up to half, since (r, n − s) verifies
// as well and a signature could otherwise be altered by anyone.
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;
const SCALAR_BYTES = 32;

const signAsync = promisify<string, Uint8Array, { key: KeyObject; dsaEncoding: 'ieee-p1363' }, Buffer>(cryptoSign);

/** Signs SHA-256(message) with an ECDSA P-256 key: DER, s in the lower half of the order. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

/** A signer over a private key held in this process; the work runs on Node's thread pool. */
export function keySigner(key: KeyObject): Sign {
  return async (message) => derSignature(await signAsync('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
}

/** The same as `keySigner`, at once: for clients that sign a few messages. */
export function signMessage(key: KeyObject, message: Uint8Array): Uint8Array {
  return derSignature(cryptoSign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
}

function derSignature(raw: Buffer): Buffer {
  const s = BigInt(`0x${raw.toString('hex', SCALAR_BYTES)}`);
  if (s > HALF_ORDER) raw.write((ORDER - s).toString(16).padStart(2 * SCALAR_BYTES, '0'), SCALAR_BYTES, 'hex');
  const scalars = Buffer.concat([derInteger(raw.subarray(0, SCALAR_BYTES)), derInteger(raw.subarray(SCALAR_BYTES))]);
  return Buffer.concat([Buffer.of(0x30, scalars.length), scalars]);
}

function derInteger(scalar: Buffer): Buffer {
  let start = 0;
  while (start < scalar.length - 1 && scalar[start] === 0) start++;
  const digits = scalar.subarray(start);
  const sign = (digits[0] ?? 0) > 0x7f ? [0] : [];
  return Buffer.concat([Buffer.of(0x02, digits.length + sign.length, ...sign), digits]);
}

/** Whether a DER ECDSA signature's s lies in the lower half of P-256's order. False for anything malformed. */
export function isLowS(signature: Uint8Array): boolean {
  const der = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return false;
  const r = readInteger(der, 2);
  const s = r && readInteger(der, r.end);
  return s?.end === der.length && s.value > 0n && s.value <= HALF_ORDER;
}

function readInteger(der: Buffer, offset: number): { value: bigint; end: number } | undefined {
  const length = der[offset + 1] ?? 0;
  const end = offset + 2 + length;
  if (der[offset] !== 0x02 || length === 0 || length > SCALAR_BYTES + 1 || end > der.length) return undefined;
  return { value: BigInt(`0x${der.toString('hex', offset + 2, end)}`), end };
}
