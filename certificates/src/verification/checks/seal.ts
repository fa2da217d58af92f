import type { Check, Shown } from '../types.js';

/** Whether the seal covers the batch statement. Whose seal it is, `issuer` asks. */
export const seal: Check = {
  name: 'seal',
  test: ({ shown }) => shown !== undefined,
  skip: () => ({ code: 'NO_DOCUMENT' }),
  verify: ({ shown }) => {
    const { document, seal: result } = shown as Shown;
    if (!result.ok) return { code: result.fault };
    const { sealedAt } = document.statement;
    if (result.signedAt.getTime() !== sealedAt * 1000) return { code: 'SEAL_TIME_DIFFERS' };
    return { code: 'SEAL_VALID', data: { sealKey: result.keyDigest, sealedAt } };
  },
};
