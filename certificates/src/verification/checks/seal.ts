import type { SealResult } from '../../seal/verified.js';
import type { Check, Finding, Shown } from '../types.js';

/** Whether the seal, and the SM2 seal where one is declared, cover the batch statement. Whose they are, `issuer` asks. */
export const seal: Check = {
  name: 'seal',
  test: ({ shown }) => shown !== undefined,
  skip: () => ({ code: 'NO_DOCUMENT' }),
  verify: ({ shown }) => {
    const { document, seal: result } = shown as Shown;
    const { sealedAt } = document.statement;
    const finding = judge(result, sealedAt) ?? judgeSm2(shown as Shown);
    if (finding || !result.ok) return finding ?? { code: 'SEAL_MALFORMED' };
    const { sm2SealKey } = document.statement;
    const data = { sealKey: result.keyDigest, sealedAt };
    return sm2SealKey === undefined
      ? { code: 'SEAL_VALID', data }
      : { code: 'BOTH_SEALS_VALID', data: { ...data, sm2SealKey } };
  },
};

const judge = (result: SealResult, sealedAt: number): Finding | undefined => {
  if (!result.ok) return { code: result.fault };
  return result.signedAt.getTime() === sealedAt * 1000 ? undefined : { code: 'SEAL_TIME_DIFFERS' };
};

/** Both seals cover the statement that says whether there are two: neither taking one away nor adding one goes unseen. */
const judgeSm2 = ({ document, sm2Seal }: Shown): Finding | undefined => {
  const { sm2SealKey, sealedAt } = document.statement;
  if (sm2SealKey === undefined) return sm2Seal && { code: 'SM2_SEAL_UNDECLARED' };
  if (!sm2Seal) return { code: 'SM2_SEAL_MISSING' };
  const fault = judge(sm2Seal, sealedAt) ?? judgeKey(sm2Seal, sm2SealKey);
  return fault && { ...fault, data: { suite: 'SM2' } };
};

const judgeKey = (result: SealResult, declared: string): Finding | undefined =>
  result.ok && result.keyDigest === declared ? undefined : { code: 'SEAL_CERTIFICATE_SWAPPED' };
