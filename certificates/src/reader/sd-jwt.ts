import { MAX_SD_JWT_BYTES, readSdJwt } from '../sdjwt/read.js';
import { attempt, verifySdJwt } from '../sdjwt/verify.js';
import type { Reader } from './reader.js';

/** How every JWT begins: base64url of `{"`. */
const BEGINS = Buffer.from('eyJ');

/** An SD-JWT VC, shown by its holder or not (RFC 9901). It carries no evidence document: what it discloses is its own. */
export const sdJwtReader: Reader = {
  form: 'SD-JWT',
  maxBytes: MAX_SD_JWT_BYTES,
  recognises: (bytes) => BEGINS.equals(bytes.subarray(0, BEGINS.length)),
  read: (bytes) => {
    const text = Buffer.from(bytes).toString('latin1').trimEnd();
    const read = attempt(() => readSdJwt(text));
    return Promise.resolve({
      evidence: undefined,
      license: 'code' in read ? undefined : read.payload.license,
      verify: (context) => verifySdJwt(text, context),
    });
  },
};
