import { HanlianError, type Instant } from '@hanlian/chaincode/domain';
import type { Signer } from '../keys/signer.js';
import { digestOf } from './issue.js';
import { readDisclosure } from './read.js';
import { signJwt } from './jws.js';
import { KEY_BINDING_TYPE, orderedProof, PRESENTATION_SECONDS } from './profile.js';

/** What a holder shows, to whom, and for what. */
export interface Showing {
  /** Names of fields and facts, `holders` and `validOn`; everything else is kept back. */
  readonly names: readonly string[];
  /** The verifier's name, as it has told it. */
  readonly audience: string;
  /** Drawn by the verifier, or by the holder where the verifier drew none. */
  readonly nonce: string;
  readonly purpose: string;
  readonly at: Instant;
}

/**
 * The same SD-JWT with these disclosures only.
 * @throws {HanlianError} FIELD_UNKNOWN when it discloses no such field or fact
 */
export const discloseOnly = (sdJwt: string, names: readonly string[]): string => {
  const [jwt = '', ...disclosures] = sdJwt.split('~').slice(0, -1);
  const named = disclosures.map((disclosure) => ({ disclosure, name: nameOf(disclosure) }));
  const unknown = names.find((name) => !named.some((other) => other.name === name));
  if (unknown !== undefined) {
    throw new HanlianError('FIELD_UNKNOWN', 'The credential discloses no such field', { field: unknown });
  }
  const kept = named.filter(({ name }) => names.includes(name)).map(({ disclosure }) => disclosure);
  return [jwt, ...kept, ''].join('~');
};

/**
 * Shows an SD-JWT under the holder's signature, good for five minutes (RFC 9901 §4.3).
 * @throws {HanlianError} FIELD_UNKNOWN
 */
export const presentSdJwt = async (sdJwt: string, showing: Showing, holder: Signer): Promise<string> => {
  const shown = discloseOnly(sdJwt, showing.names);
  const { audience, nonce, purpose, at } = showing;
  const payload = orderedProof({
    iat: at,
    exp: at + PRESENTATION_SECONDS,
    aud: audience,
    nonce,
    purpose,
    sd_hash: digestOf(shown),
  });
  return shown + (await signJwt(holder, { typ: KEY_BINDING_TYPE }, payload));
};

const nameOf = (disclosure: string): string => readDisclosure(disclosure).name;
