import { createPrivateKey, sign as ecdsa } from 'node:crypto';

/** A certificate with its key, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A certificate whose key stays where it is. */
export interface Holder {
  readonly certificate: string;
  /** ECDSA P-256 with SHA-256, DER, s in the lower half of the order. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

const sign = (caller: Credential | Holder, message: Buffer): Promise<Uint8Array> =>
  'sign' in caller ? caller.sign(message) : Promise.resolve(lowS(message, caller.privateKey));

/** Proof of the caller's key over the whole request: fabric-ca's `util.GenECDSAToken`. */
export async function token(
  caller: Credential | Holder,
  method: string,
  path: string,
  body: string,
): Promise<string> {
  const encodedCertificate = toBase64(caller.certificate);
  const payload = [method, toBase64(path), toBase64(body), encodedCertificate].join('.');
  const signature = await sign(caller, Buffer.from(payload));
  return `${encodedCertificate}.${Buffer.from(signature).toString('base64')}`;
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SCALAR_BYTES = 32;

/** An ECDSA signature in the one of its two forms that Fabric accepts: s in the lower half of the order, DER. */
function lowS(message: Buffer, privateKey: string): Buffer {
  const raw = ecdsa('sha256', message, {
    key: createPrivateKey(privateKey),
    dsaEncoding: 'ieee-p1363',
  });
  const s = BigInt(`0x${raw.toString('hex', SCALAR_BYTES)}`);
  const low = s > P256_ORDER / 2n ? P256_ORDER - s : s;
  const scalars = [
    raw.subarray(0, SCALAR_BYTES),
    Buffer.from(low.toString(16).padStart(2 * SCALAR_BYTES, '0'), 'hex'),
  ];
  const content = Buffer.concat(scalars.map(derInteger));
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function derInteger(scalar: Buffer): Buffer {
  let value = scalar;
  while (value.length > 1 && value[0] === 0) value = value.subarray(1);
  const sign = (value[0] ?? 0) & 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, value.length + sign.length, ...sign]), value]);
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
