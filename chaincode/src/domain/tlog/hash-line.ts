import { base64Decode } from '../encoding/index.js';

const HASH_LENGTH = 32;

/** The 32 bytes of a line of base64; undefined for anything else. */
export function parseHashLine(line: string): Uint8Array | undefined {
  try {
    const hash = base64Decode(line);
    return hash.length === HASH_LENGTH ? hash : undefined;
  } catch {
    return undefined;
  }
}
