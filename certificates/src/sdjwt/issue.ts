import { hash, randomBytes, type KeyObject } from 'node:crypto';
import {
  dateOfInstant,
  factOn,
  type CertificateType,
  type Instant,
  type LegalDate,
} from '@hanlian/chaincode/domain';
import type { Content } from '../document/content.js';
import type { Sealer } from '../seal/sealer.js';
import type { StatusPlace } from '../status-list/profile.js';
import { encodeJson } from './jws.js';
import { CREDENTIAL_TYPE, jwkOf } from './profile.js';
import { sealJwt } from './sealed-jwt.js';

const SALT_BYTES = 16;

/** What an SD-JWT says of a certificate. */
export interface Credential extends Pick<Content, 'id' | 'holders' | 'fields' | 'validity'> {
  /** The revision of the type that the certificate was issued under. */
  readonly type: Pick<CertificateType, 'code' | 'revision' | 'facts'>;
  readonly at: Instant;
  /** A day on which the ledger has it in force; null: not on the day asked for. */
  readonly validOn: LegalDate | null;
  /** The key with which the holder will show it; absent: whoever has the file shows it. */
  readonly holderKey?: KeyObject | undefined;
  /** Where it stands in its department's status lists; absent: in none. */
  readonly place?: StatusPlace | undefined;
}

/**
 * A certificate as SD-JWT VC (RFC 9901), with all disclosures, under a department's seal.
 * @throws {HanlianError} FIELD_INVALID for a seal that is not on P-256
 */
export const issueSdJwt = async (sealer: Sealer, credential: Credential): Promise<string> => {
  const { type, id, validity, at, holderKey, place } = credential;
  const common = [disclosure('holders', credential.holders), disclosure('validOn', credential.validOn)];
  const fields = credential.fields.map(({ name, value }) => disclosure(name, value));
  const facts = factsOf(credential).map(([name, value]) => disclosure(name, value));
  const payload = {
    vct: type.code,
    typeRevision: type.revision,
    license: id,
    iat: at,
    nbf: validity.from,
    ...(validity.to !== null && { exp: validity.to }),
    ...(holderKey && { cnf: { jwk: jwkOf(holderKey) } }),
    ...(place && { status: { bitstring_status_list: { ...place } } }),
    _sd_alg: 'sha-256',
    _sd: digestsOf(common),
    fields: { _sd: digestsOf(fields) },
    ...(facts.length > 0 && { facts: { _sd: digestsOf(facts) } }),
  };
  const jwt = await sealJwt(sealer, CREDENTIAL_TYPE, payload);
  return [jwt, ...common, ...fields, ...facts, ''].join('~');
};

/** An age is told as of the day of signing: true stays true. */
const factsOf = ({ type: { facts = [] }, fields, at }: Credential): [string, boolean | null][] => {
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  const day = dateOfInstant(at);
  return facts.map((fact) => [fact.name, factOn(fact, values, day)]);
};

const disclosure = (name: string, value: unknown): string =>
  encodeJson([randomBytes(SALT_BYTES).toString('base64url'), name, value]);

/** In the order of the digests, which tells nothing of that of the claims (RFC 9901 §4.2.4.1). */
const digestsOf = (disclosures: readonly string[]): string[] => disclosures.map(digestOf).sort();

/** The digest of a disclosure, over its text (RFC 9901 §4.2.3). */
export const digestOf = (disclosure: string): string => hash('sha256', disclosure, 'base64url');
