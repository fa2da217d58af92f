import type { Finding, Subject, VerificationContext } from '../types.js';

/** What a ledger without the record says: a copy that may be behind cannot deny what was sealed a moment ago. */
export const unknown = ({ shown }: Subject, { at, ledger }: VerificationContext): Finding => {
  const isRecent =
    ledger?.lag !== undefined &&
    shown !== undefined &&
    Math.abs(at - shown.document.statement.sealedAt) <= ledger.lag;
  return { code: isRecent ? 'LICENSE_NOT_YET_KNOWN' : 'LICENSE_UNKNOWN' };
};
