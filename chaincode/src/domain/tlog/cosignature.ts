import { concatBytes, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';

/** The two parts of a timestamped signature (c2sp.org/tlog-cosignature). */
export interface Cosignature {
  /** When the witness signed, by its own clock: seconds since 1970. */
  readonly timestamp: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const TIME_LENGTH = 8;
const SIGNATURE_LENGTH = 64;

/** What a witness signs: that at this time the newest consistent tree it has seen is the one of this checkpoint. */
export const cosignedMessage = (timestamp: number, text: string): Uint8Array =>
  utf8Encode(`cosignature/v1\ntime ${timestamp}\n${text}`);

/** Time and signature as they stand in a note's line after the key id. */
export function encodeCosignature({ timestamp, signature }: Cosignature): Uint8Array {
  const time = new Uint8Array(TIME_LENGTH);
  new DataView(time.buffer).setBigUint64(0, BigInt(timestamp));
  return concatBytes(time, signature);
}

/** @throws {HanlianError} NOTE_MALFORMED */
export function decodeCosignature(bytes: Uint8Array): Cosignature {
  const expected = TIME_LENGTH + SIGNATURE_LENGTH;
  const timestamp =
    bytes.length === expected
      ? Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
      : Number.NaN;
  if (!Number.isSafeInteger(timestamp)) {
    throw new HanlianError('NOTE_MALFORMED', 'This is no time with an Ed25519 signature', {
      expected,
      received: bytes.length,
    });
  }
  return { timestamp, signature: bytes.slice(TIME_LENGTH) };
}
