import {
  verifyDocument,
  type CheckName,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import type { JsonValue } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import type { World } from './evidence.js';

export const codesOf = ({ checks }: Verification): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, code }) => [name, code]));

interface Verifying {
  readonly verify: (changed: unknown, context?: Partial<VerificationContext>) => Promise<Verification>;
  /** The verdict is INVALID and this check says why. */
  readonly expectInvalid: (changed: unknown, name: CheckName, code: string) => Promise<void>;
}

/** Verifies as somebody who knows that world. */
export function verifying(world: () => World): Verifying {
  const verify: Verifying['verify'] = (changed, context = {}) =>
    verifyDocument(JSON.parse(JSON.stringify(changed)) as JsonValue, { ...world().context, ...context });
  const expectInvalid: Verifying['expectInvalid'] = async (changed, name, code) => {
    const verification = await verify(changed);
    expect(codesOf(verification)[name]).to.equal(code);
    expect(verification.verdict).to.equal('INVALID');
  };
  return { verify, expectInvalid };
}
