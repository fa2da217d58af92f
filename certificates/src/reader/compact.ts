import { openCompact } from '../sdjwt/compact.js';
import { COMPACT_PREFIX, MAX_COMPACT } from '../sdjwt/compact-form.js';
import { verifyCompact } from '../sdjwt/verify-compact.js';
import { attempt } from '../sdjwt/verify.js';
import type { Reader } from './reader.js';

const BEGINS = Buffer.from(COMPACT_PREFIX);
/** A file ends with a line. */
const LINE_END = 2;

/** What a QR code said: a presentation in its compact form. */
export const compactReader: Reader = {
  form: 'QR',
  maxBytes: MAX_COMPACT + LINE_END,
  recognises: (bytes) => BEGINS.equals(bytes.subarray(0, BEGINS.length)),
  read: (bytes) => {
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace(/\r?\n$/, '');
    const opened = attempt(() => openCompact(text));
    return Promise.resolve({
      evidence: undefined,
      license: 'code' in opened ? undefined : opened.license,
      verify: (context) => verifyCompact(text, context),
    });
  },
};
