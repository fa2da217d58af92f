import { HanlianError } from '../errors/index.js';
import { base64urlDecode, base64urlEncode } from './base64url.js';

/** base64 with padding (RFC 4648 §4). */
export function base64Encode(bytes: Uint8Array): string {
  const text = base64urlEncode(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

const WHOLE = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The bytes of base64 with padding. Other alphabets, missing padding and left-over bits that are not zero are refused, so
 * that equal bytes have one text.
 *
 * @throws {HanlianError} ENCODING_INVALID
 */
export function base64Decode(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !WHOLE.test(text)) {
    throw new HanlianError('ENCODING_INVALID', 'This is no base64 with padding', {
      expected: 'base64 with padding',
      received: text.length,
    });
  }
  return base64urlDecode(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
}
