// Order n of P-256, halved (SEC 2 §2.4.2). Fabric takes s only up to there, since (r, n − s) verifies as well and a
// signature could otherwise be altered by anyone.
const HALF_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n >> 1n;
const SCALAR_BYTES = 32;

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
