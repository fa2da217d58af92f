import { ECDH } from 'node:crypto';
import type { CertificateIdentifier } from '@hanlian/chaincode/domain';
import { entriesAt } from '../status-list/entry.js';
import {
  CURVE,
  DIGEST_BYTES,
  type CompactDisclosure,
  type CompactForm,
  type CompactPlace,
} from './compact-form.js';
import { malformed } from './fault.js';
import { digestOf, digestsOf, disclosureOf } from './issue.js';
import { ALGORITHM, encodeJson } from './jws.js';
import {
  CREDENTIAL_TYPE,
  KEY_BINDING_TYPE,
  orderedClaims,
  orderedProof,
  type CredentialPayload,
  type PublicJwk,
} from './profile.js';

const COORDINATE_BYTES = 32;

/**
 * A compact form as the text that was shown. Whether anything in it is true is for the text's own verification: what
 * was changed gives other bytes than those that were signed.
 *
 * @param certificates DER in base64, the seal's own first
 */
export const unfolded = (
  form: CompactForm,
  license: string,
  { issuer, type }: Pick<CertificateIdentifier, 'issuer' | 'type'>,
  certificates: readonly string[],
): string => {
  const [, , , typeRevision, [iat, nbf, exp], point, place, hidden, disclosed, signature, proof, byHolder] =
    form;
  const [common, fields, facts] = disclosed.map((part) => part.map(disclosureIn)) as [
    string[],
    string[],
    string[],
  ];
  const payload = orderedClaims({
    vct: type,
    typeRevision,
    license,
    iat,
    nbf,
    exp: exp ?? undefined,
    cnf: { jwk: jwkOfPoint(point) },
    credentialStatus: place === null ? undefined : entriesAt(placeIn(place, issuer)),
    _sd_alg: 'sha-256',
    _sd: allDigests(hidden[0], common),
    fields: { _sd: allDigests(hidden[1], fields) },
    facts: hidden[2] === null ? undefined : { _sd: allDigests(hidden[2], facts) },
  } satisfies CredentialPayload);
  const issued = jwt({ alg: ALGORITHM, typ: CREDENTIAL_TYPE, x5c: certificates }, payload, signature);
  const shown = [issued, ...common, ...fields, ...facts, ''].join('~');
  const [shownAt, seconds, aud, nonce, purpose] = proof;
  const claims = { iat: shownAt, exp: shownAt + seconds, aud, nonce, purpose, sd_hash: digestOf(shown) };
  return shown + jwt({ alg: ALGORITHM, typ: KEY_BINDING_TYPE }, orderedProof(claims), byHolder);
};

const disclosureIn = ([salt, name, value]: CompactDisclosure): string =>
  disclosureOf({ salt: Buffer.from(salt).toString('base64url'), name, value });

const placeIn = (
  [publicUrl, department, list, index]: CompactPlace,
  issuer: string,
): Parameters<typeof entriesAt>[0] => ({
  publicUrl: publicUrl ?? undefined,
  department: department ?? issuer,
  list,
  index,
});

const jwkOfPoint = (point: Uint8Array): PublicJwk => {
  const whole = uncompressed(point);
  const coordinate = (at: number): string => whole.subarray(at, at + COORDINATE_BYTES).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(1 + COORDINATE_BYTES) };
};

const uncompressed = (point: Uint8Array): Buffer => {
  try {
    return ECDH.convertKey(point, CURVE, undefined, undefined, 'uncompressed') as Buffer;
  } catch {
    throw malformed('holderKey');
  }
};

/** Those of what is kept back and of what is disclosed, as an issuer orders them. */
const allDigests = (hidden: Uint8Array, disclosures: readonly string[]): string[] => {
  const digests = digestsOf(disclosures);
  for (let at = 0; at < hidden.length; at += DIGEST_BYTES) {
    digests.push(Buffer.from(hidden.subarray(at, at + DIGEST_BYTES)).toString('base64url'));
  }
  return digests.sort();
};

const jwt = (header: object, payload: object, signature: Uint8Array): string =>
  `${encodeJson(header)}.${encodeJson(payload)}.${Buffer.from(signature).toString('base64url')}`;
