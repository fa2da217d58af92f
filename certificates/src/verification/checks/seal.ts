import type { EvidenceDocument } from '../../document/schema.js';
import type { SealResult } from '../../seal/verified.js';
import type { Check } from '../types.js';

/** Whether the seal covers the batch statement. Whose seal it is, `issuer` asks. */
export const seal: Check = {
  name: 'seal',
  test: ({ document }) => document !== undefined,
  skip: () => ({ code: 'NO_DOCUMENT' }),
  verify: (subject) => {
    const { statement } = subject.document as EvidenceDocument;
    const result = subject.seal as SealResult;
    if (!result.ok) return { code: result.fault };
    const { signedAt, keyDigest } = result;
    if (signedAt.getTime() !== statement.sealedAt * 1000) return { code: 'SEAL_TIME_DIFFERS' };
    return { code: 'SEAL_VALID', data: { sealKey: keyDigest, sealedAt: statement.sealedAt } };
  },
};
