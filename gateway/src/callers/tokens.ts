import { createPublicKey, type KeyObject } from 'node:crypto';
import { api, HanlianError, type PublicJwk } from '@hanlian/chaincode/domain';
import { decodeJwt, errors, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose';
import type { Caller } from '../services/types.js';
import type { Once } from '../storage/once.js';
import type { Callers } from './callers.js';

/** Seconds from a token's issue to its end, at most. */
const LONGEST_LIFE = 300;
/** Seconds by which a caller's clock may differ. */
const CLOCK_TOLERANCE = 30;
const JTI = /^[\x21-\x7e]{16,128}$/;
const SMALLEST_MODULUS = 2048;

/** Whom a hub's tokens are for. */
export const audienceOf = (hub: string): string => `urn:hanlian:hub:${hub}`;

interface TokensOptions {
  readonly callers: Callers;
  readonly used: Once;
  readonly audience: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * Tokens that callers sign themselves (RFC 7519; `iss` and `sub` are the caller, as in RFC 7523 §3), by a key of those
 * registered for them. Keys that a token itself names (`jku`, `jwk`, `x5c`) are never looked at.
 */
export class Tokens {
  readonly #options: TokensOptions;
  readonly #keys = new WeakMap<PublicJwk, KeyObject>();

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** Whose token it is; undefined for any that is not good, whatever the reason, or was used before. */
  async caller(token: string): Promise<Caller | undefined> {
    try {
      return await this.#caller(token);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  async #caller(token: string): Promise<Caller | undefined> {
    const { callers, used, audience, now } = this.#options;
    const { iss = '' } = decodeJwt(token);
    let caller: Caller | undefined;
    const keyFor = ({ alg, kid = '' }: JWTHeaderParameters): KeyObject => {
      const registered = callers.ofTokenKey(iss, kid);
      // The algorithm is the key's, not the token's (RFC 8725 §3.1).
      if (registered?.jwk.alg !== alg) throw new errors.JWKSNoMatchingKey();
      caller = registered.caller;
      return this.#keyOf(registered.jwk);
    };
    const { payload } = await jwtVerify(token, keyFor, {
      algorithms: [...api.TOKEN_ALGORITHMS],
      audience,
      issuer: iss,
      subject: iss,
      requiredClaims: ['exp', 'iat', 'jti'],
      maxTokenAge: LONGEST_LIFE,
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(now() * 1000),
    });
    const { jti, exp } = limited(payload);
    return (await used.use(iss, jti, exp + CLOCK_TOLERANCE)) ? caller : undefined;
  }

  #keyOf(jwk: PublicJwk): KeyObject {
    const known = this.#keys.get(jwk) ?? publicKeyOf(jwk);
    this.#keys.set(jwk, known);
    return known;
  }
}

/** What jose does not check: how long a token lives at all, and what names it. */
function limited({ iat = 0, exp = 0, jti = '' }: JWTPayload): { readonly jti: string; readonly exp: number } {
  if (exp - iat > LONGEST_LIFE || !JTI.test(jti)) throw new errors.JWTInvalid('The token is not acceptable');
  return { jti, exp };
}

/** @throws {HanlianError} FIELD_INVALID when it is no point of its curve, or too short */
export function publicKeyOf(jwk: PublicJwk): KeyObject {
  const key = importedOf(jwk);
  const { modulusLength } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < SMALLEST_MODULUS) throw unacceptable();
  return key;
}

function importedOf(jwk: PublicJwk): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw unacceptable({ cause });
  }
}

const unacceptable = (options?: ErrorOptions): HanlianError =>
  new HanlianError(
    'FIELD_INVALID',
    'This is no public key of its algorithm',
    {
      field: 'jwks.keys',
      expected: `a point of its curve, or a modulus of ${SMALLEST_MODULUS} bits or more`,
    },
    options,
  );
