import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { der, derOid, DerError, DerReader, TAG } from '../asn1/der.js';

/** id-ecPublicKey on the curve of GB/T 32918.5 (RFC 5480 §2.1.1; OID of GM/T 0006). */
const SM2_ALGORITHM = der(TAG.sequence, derOid('1.2.840.10045.2.1'), derOid('1.2.156.10197.1.301'));
const UNCOMPRESSED = 0x04;
const COORDINATE_BYTES = 32;
const POINT_BYTES = 1 + 2 * COORDINATE_BYTES;

/** A new SM2 key pair. Node has no name for the kind, but its OpenSSL draws, reads and writes such keys. */
export const generateSm2Key = (): KeyObject => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  // Read back, so that a key drawn and a key stored look alike to Node.
  return createPrivateKey({
    key: privateKey.export({ format: 'der', type: 'pkcs8' }),
    format: 'der',
    type: 'pkcs8',
  });
};

/** Whether a key, public or private, is one of SM2. OpenSSL has already refused points off the curve. */
export const isSm2Key = (key: KeyObject): boolean => algorithmOf(key).equals(SM2_ALGORITHM);

/** The public point, uncompressed: 04 ‖ x ‖ y. Throws DerError for a key of another kind. */
export const sm2Point = (publicKey: KeyObject): Buffer => {
  const info = new DerReader(publicKey.export({ format: 'der', type: 'spki' })).enterLast(TAG.sequence);
  requireSm2(info);
  const point = info.readLast(TAG.bitString).contents.subarray(1);
  if (point.length !== POINT_BYTES || point[0] !== UNCOMPRESSED) {
    throw new DerError('An SM2 point that is not written out in full');
  }
  return point;
};

/** The key of a public point, uncompressed. Throws where OpenSSL finds it off the curve. */
export const sm2KeyOf = (point: Uint8Array): KeyObject => {
  const bits = der(TAG.bitString, Buffer.from([0]), Buffer.from(point));
  return createPublicKey({ key: der(TAG.sequence, SM2_ALGORITHM, bits), format: 'der', type: 'spki' });
};

/** The private number, 32 bytes (RFC 5915 §3 within PKCS#8). Throws DerError for a key of another kind. */
export const sm2Scalar = (privateKey: KeyObject): Buffer => {
  const info = new DerReader(privateKey.export({ format: 'der', type: 'pkcs8' })).enterLast(TAG.sequence);
  info.read(TAG.integer);
  requireSm2(info);
  const key = new DerReader(info.read(TAG.octetString).contents).enterLast(TAG.sequence);
  key.read(TAG.integer);
  return key.read(TAG.octetString).contents;
};

const requireSm2 = (info: DerReader): void => {
  if (!info.read(TAG.sequence).bytes.equals(SM2_ALGORITHM)) throw new DerError('Not a key of SM2');
};

const algorithmOf = (key: KeyObject): Buffer => {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return new DerReader(spki).enterLast(TAG.sequence).read(TAG.sequence).bytes;
};
