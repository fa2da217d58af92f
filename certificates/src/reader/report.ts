import { MAX_REPORT_BYTES } from '../report/schema.js';
import { verifyReport } from '../report/verify.js';
import type { Reader } from './reader.js';

/** How a report ends: its version is the last of its members in canonical order. */
const MARK = '"hanlian-credit-report/';
const TAIL = 64;

/** A credit report as its office sealed it. It carries no evidence document: it is one of its own kind. */
export const reportReader: Reader = {
  form: 'credit report',
  maxBytes: MAX_REPORT_BYTES,
  recognises: (bytes) => Buffer.from(bytes.subarray(-TAIL)).toString('latin1').includes(MARK),
  read: (bytes) =>
    Promise.resolve({
      evidence: undefined,
      license: undefined,
      verify: (context) => verifyReport(bytes, context),
    }),
};
