import { identifierIn, MAX_DOCUMENT_BYTES } from '../document/schema.js';
import { verifyBytes } from '../verification/verify.js';
import type { Reader } from './reader.js';

/** The evidence document itself. What no other reader recognises is taken for one, and its check says why it is none. */
export const jsonReader: Reader = {
  form: 'JSON',
  maxBytes: MAX_DOCUMENT_BYTES,
  recognises: () => true,
  read: (bytes) =>
    Promise.resolve({
      evidence: bytes,
      license: identifierIn(bytes),
      verify: (context) => verifyBytes(bytes, context),
    }),
};
