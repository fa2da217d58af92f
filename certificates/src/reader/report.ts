import { isReport, MAX_REPORT_BYTES } from '../report/schema.js';
import { verifyReport } from '../report/verify.js';
import type { Reader } from './reader.js';

/** A credit report as its office sealed it. It carries no evidence document: it is one of its own kind. */
export const reportReader: Reader = {
  form: 'credit report',
  maxBytes: MAX_REPORT_BYTES,
  recognises: isReport,
  read: (bytes) =>
    Promise.resolve({
      evidence: undefined,
      license: undefined,
      verify: (context) => verifyReport(bytes, context),
    }),
};
