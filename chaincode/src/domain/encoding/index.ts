export { base64Decode, base64Encode } from './base64.js';
export { base64urlDecode, base64urlEncode } from './base64url.js';
export { compareBytes, concatBytes, equalBytes } from './bytes.js';
export { canonicalize } from './canonical.js';
export { decodeError, encodeError } from './error-text.js';
export { hexDecode, hexEncode } from './hex.js';
export { parseJson } from './parse.js';
export type { JsonLimits } from './parse.js';
export { utf8Decode, utf8Encode, utf8Length } from './utf8.js';
