import type { Instant } from '@hanlian/chaincode/domain';
import type { SealResult } from '../../seal/verified.js';
import type { Check, Finding, Shown } from '../types.js';

/** Whether the seal, and the SM2 seal where one is declared, cover the batch statement. Whose they are, `issuer` asks. */
export const seal: Check = {
  name: 'seal',
  test: ({ shown }) => shown !== undefined,
  skip: () => ({ code: 'NO_DOCUMENT' }),
  verify: ({ shown }) => {
    const { document, seal: result, sm2Seal } = shown as Shown;
    const { sealedAt, sm2SealKey } = document.statement;
    return judgeSeals({ seal: result, sm2Seal, sealedAt, sm2SealKey });
  },
};

/** What seals say of a statement, and what the statement says of its seals. */
export interface Seals {
  readonly seal: SealResult;
  /** Undefined: there is none. */
  readonly sm2Seal: SealResult | undefined;
  readonly sealedAt: Instant;
  /** The SM2 key the statement declares; undefined: it declares none. */
  readonly sm2SealKey: string | undefined;
}

/** Whether the seals hold, at the time stated, and are those declared. */
export const judgeSeals = (seals: Seals): Finding => {
  const { seal: result, sealedAt, sm2SealKey } = seals;
  const finding = judge(result, sealedAt) ?? judgeSm2(seals);
  if (finding || !result.ok) return finding ?? { code: 'SEAL_MALFORMED' };
  const data = { sealKey: result.keyDigest, sealedAt };
  return sm2SealKey === undefined
    ? { code: 'SEAL_VALID', data }
    : { code: 'BOTH_SEALS_VALID', data: { ...data, sm2SealKey } };
};

const judge = (result: SealResult, sealedAt: Instant): Finding | undefined => {
  if (!result.ok) return { code: result.fault };
  return result.signedAt.getTime() === sealedAt * 1000 ? undefined : { code: 'SEAL_TIME_DIFFERS' };
};

/** Both seals cover the statement that says whether there are two: neither taking one away nor adding one goes unseen. */
const judgeSm2 = ({ sm2Seal, sealedAt, sm2SealKey }: Seals): Finding | undefined => {
  if (sm2SealKey === undefined) return sm2Seal && { code: 'SM2_SEAL_UNDECLARED' };
  if (!sm2Seal) return { code: 'SM2_SEAL_MISSING' };
  const fault = judge(sm2Seal, sealedAt) ?? judgeKey(sm2Seal, sm2SealKey);
  return fault && { ...fault, data: { suite: 'SM2' } };
};

const judgeKey = (result: SealResult, declared: string): Finding | undefined =>
  result.ok && result.keyDigest === declared ? undefined : { code: 'SEAL_CERTIFICATE_SWAPPED' };
