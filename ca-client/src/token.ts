import { createPrivateKey, sign } from 'node:crypto';

/** A certificate with its key, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Proof of the caller's key over the whole request: fabric-ca's `util.GenECDSAToken`. */
export function token(
  { certificate, privateKey }: Credential,
  method: string,
  path: string,
  body: string,
): string {
  const encodedCertificate = toBase64(certificate);
  const payload = [method, toBase64(path), toBase64(body), encodedCertificate].join('.');
  return `${encodedCertificate}.${lowS(payload, privateKey)}`;
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SCALAR_BYTES = 32;

/** An ECDSA signature in the one of its two forms that Fabric accepts: s in the lower half of the order, DER. */
function lowS(payload: string, privateKey: string): string {
  const raw = sign('sha256', Buffer.from(payload), {
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
  return Buffer.concat([Buffer.from([0x30, content.length]), content]).toString('base64');
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
