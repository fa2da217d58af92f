import { hash } from 'node:crypto';
import type { Finding } from '../verification/types.js';
import type { PresentationQuestion } from './question.js';
import { SdJwtFault } from './fault.js';
import { digestOf } from './issue.js';
import { isSignedBy, readJwt } from './jws.js';
import {
  CLOCKS_DIFFER,
  keyBindingHeader,
  keyBindingPayload,
  keyOfJwk,
  PRESENTATION_SECONDS,
  type KeyBindingPayload,
} from './profile.js';
import { parsed, type ReadSdJwt } from './read.js';

/** The holder's proof of an SD-JWT, as far as it alone can be judged. */
export interface Binding {
  readonly payload: KeyBindingPayload;
  /** What stands for this presentation whatever its signature looks like: every signature on P-256 has a twin. */
  readonly name: string;
}

/** Throws SdJwtFault where the proof is not the holder's over what is shown. */
export const readBinding = ({ keyBinding, payload: { cnf }, shown }: ReadSdJwt): Binding => {
  if (keyBinding === undefined) throw new SdJwtFault('HOLDER_PROOF_MISSING', 'No key binding');
  if (cnf === undefined) throw new SdJwtFault('HOLDER_KEY_MISSING', 'No holder key');
  const jwt = bound('HOLDER_PROOF_MALFORMED', () => readJwt(keyBinding, 'keyBinding'));
  const payload = bound('HOLDER_PROOF_MALFORMED', () => {
    parsed(keyBindingHeader, jwt.header, 'keyBinding');
    return parsed(keyBindingPayload, jwt.payload, 'keyBinding');
  });
  if (!isSignedBy(jwt, keyOf(cnf))) throw new SdJwtFault('HOLDER_SIGNATURE_WRONG', 'Signature');
  if (payload.sd_hash !== digestOf(shown)) throw new SdJwtFault('DISCLOSURES_CHANGED', 'sd_hash');
  return { payload, name: hash('sha256', jwt.input, 'base64url') };
};

/** Whether it is meant for this verifier, now; undefined: it is. */
export const faultOfBinding = (
  { payload: { iat, exp, aud, nonce } }: Binding,
  { audience, nonce: drawn, now }: PresentationQuestion,
): Finding | undefined => {
  if (iat > now + CLOCKS_DIFFER) return { code: 'PRESENTATION_EARLY' };
  if (exp > iat + PRESENTATION_SECONDS) return { code: 'HOLDER_PROOF_MALFORMED' };
  if (now >= exp) return { code: 'PRESENTATION_EXPIRED' };
  if (drawn !== undefined && drawn !== nonce) return { code: 'NONCE_WRONG' };
  if (audience === undefined) return { code: 'AUDIENCE_UNKNOWN' };
  return audience === aud ? undefined : { code: 'AUDIENCE_WRONG' };
};

const keyOf = ({ jwk }: NonNullable<ReadSdJwt['payload']['cnf']>): ReturnType<typeof keyOfJwk> => {
  try {
    return keyOfJwk(jwk);
  } catch {
    throw new SdJwtFault('HOLDER_KEY_MISSING', 'No point of the curve');
  }
};

const bound = <T>(code: SdJwtFault['code'], read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof SdJwtFault) throw new SdJwtFault(code, error.message);
    throw error;
  }
};
