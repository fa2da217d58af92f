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
import { entriesAt, type PublishedPlace } from '../status-list/entry.js';
import { encodeJson } from './jws.js';
import { CREDENTIAL_TYPE, jwkOf, orderedClaims } from './profile.js';
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
  readonly place?: PublishedPlace | undefined;
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
  const payload = orderedClaims({
    vct: type.code,
    typeRevision: type.revision,
    license: id,
    iat: at,
    nbf: validity.from,
    exp: validity.to ?? undefined,
    cnf: holderKey && { jwk: jwkOf(holderKey) },
    credentialStatus: place && entriesAt(place),
    _sd_alg: 'sha-256',
    _sd: digestsOf(common),
    fields: { _sd: digestsOf(fields) },
    facts: facts.length > 0 ? { _sd: digestsOf(facts) } : undefined,
  });
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
  disclosureOf({ salt: randomBytes(SALT_BYTES).toString('base64url'), name, value });

/** What a disclosure's text says. */
export interface Disclosure {
  readonly salt: string;
  readonly name: string;
  readonly value: unknown;
}

/** The text of a disclosure (RFC 9901 §4.2.1). */
export const disclosureOf = ({ salt, name, value }: Disclosure): string => encodeJson([salt, name, value]);

/** In the order of the digests, which tells nothing of that of the claims (RFC 9901 §4.2.4.1). */
export const digestsOf = (disclosures: readonly string[]): string[] => disclosures.map(digestOf).sort();

/** The digest of a disclosure, over its text (RFC 9901 §4.2.3). */
export const digestOf = (disclosure: string): string => hash('sha256', disclosure, 'base64url');
