import { hash } from 'node:crypto';

/** SHA-256 of the concatenated parts: the only digest in Fabric's messages. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const data = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  return hash('sha256', data, 'buffer');
}
