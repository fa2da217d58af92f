import { z } from 'zod';
import { placeAt, type PublishedPlace, type StatusEntries } from '../status-list/entry.js';
import type { Disclosed } from './disclosed.js';
import { malformed, SdJwtFault } from './fault.js';
import { digestOf, type Disclosure } from './issue.js';
import { readEncodedJson, readJwt, type CompactJwt } from './jws.js';
import { credentialHeader, credentialPayload, DISCLOSED, type CredentialPayload } from './profile.js';
import { certificatesOf } from './sealed-jwt.js';

export const MAX_SD_JWT_BYTES = 256 * 1024;
const MOST_DISCLOSURES = 100;

/** An SD-JWT whose disclosures are all its issuer's; whether the issuer's signature holds is another question. */
export interface ReadSdJwt {
  readonly jwt: CompactJwt;
  readonly algorithm: string;
  /** DER: the seal's certificate first. */
  readonly certificates: readonly Buffer[];
  readonly payload: CredentialPayload;
  readonly disclosed: Disclosed;
  /** Where its status is published; absent: nowhere. */
  readonly place: PublishedPlace | undefined;
  /** Everything up to the last tilde: what the holder's proof is over. */
  readonly shown: string;
  /** The holder's proof, a JWT; absent where none was added. */
  readonly keyBinding: string | undefined;
}

/** Reads an SD-JWT by the rules of RFC 9901 §7.1. Throws SdJwtFault. */
export const readSdJwt = (text: string): ReadSdJwt => {
  if (text.length > MAX_SD_JWT_BYTES) throw malformed('size');
  const end = text.lastIndexOf('~') + 1;
  const [issued = '', ...disclosures] = text.slice(0, end).split('~').slice(0, -1);
  if (disclosures.length > MOST_DISCLOSURES) throw malformed('disclosures');
  const jwt = readJwt(issued, 'jwt');
  const { alg, x5c } = parsed(credentialHeader, jwt.header, 'header');
  const payload = parsed(credentialPayload, jwt.payload, 'payload');
  return {
    jwt,
    algorithm: alg,
    certificates: certificatesOf(x5c),
    payload,
    disclosed: disclosedBy(disclosures, placesOf(payload)),
    place: payload.credentialStatus && placeIn(payload.credentialStatus),
    shown: text.slice(0, end),
    keyBinding: text.slice(end) || undefined,
  };
};

const placeIn = (entries: StatusEntries): PublishedPlace => {
  const place = placeAt(entries);
  if (place === undefined) throw malformed('credentialStatus');
  return place;
};

type Place = 'common' | 'fields' | 'facts';

/** Where each digest stands; none may stand twice (RFC 9901 §7.1 step 4). */
const placesOf = ({ _sd, fields, facts }: CredentialPayload): ReadonlyMap<string, Place> => {
  const entries: [string, Place][] = [
    ..._sd.map((digest): [string, Place] => [digest, 'common']),
    ...fields._sd.map((digest): [string, Place] => [digest, 'fields']),
    ...(facts?._sd ?? []).map((digest): [string, Place] => [digest, 'facts']),
  ];
  const places = new Map(entries);
  if (places.size === entries.length) return places;
  throw new SdJwtFault('DIGEST_DUPLICATE', 'A digest stands twice');
};

const COMMON = { holders: DISCLOSED.holders, validOn: DISCLOSED.validOn } as const;
const entry = z.tuple([z.string().regex(/^[A-Za-z0-9_-]{22,86}$/), z.string().min(1).max(40), z.unknown()]);

/** One disclosure (RFC 9901 §4.2.1). Throws SdJwtFault. */
export const readDisclosure = (disclosure: string): Disclosure => {
  const [salt, name, value] = parsed(entry, readEncodedJson(disclosure, 'disclosure'), 'disclosure');
  return { salt, name, value };
};

const disclosedBy = (disclosures: readonly string[], places: ReadonlyMap<string, Place>): Disclosed => {
  if (new Set(disclosures).size < disclosures.length) {
    throw new SdJwtFault('DISCLOSURE_DUPLICATE', 'A disclosure stands twice');
  }
  const found: Record<Place, Map<string, unknown>> = {
    common: new Map(),
    fields: new Map(),
    facts: new Map(),
  };
  for (const disclosure of disclosures) {
    const place = places.get(digestOf(disclosure));
    if (place === undefined) throw new SdJwtFault('DISCLOSURE_FOREIGN', 'A disclosure has no digest');
    const { name, value } = readDisclosure(disclosure);
    if (found[place].has(name)) throw malformed('disclosure');
    found[place].set(name, valueAt(place, name, value));
  }
  return {
    ...(Object.fromEntries(found.common) as Pick<Disclosed, 'holders' | 'validOn'>),
    fields: Object.fromEntries(found.fields) as Disclosed['fields'],
    facts: Object.fromEntries(found.facts) as Disclosed['facts'],
  };
};

const valueAt = (place: Place, name: string, value: unknown): unknown => {
  if (place === 'fields') return parsed(DISCLOSED.field, value, 'disclosure');
  if (place === 'facts') return parsed(DISCLOSED.fact, value, 'disclosure');
  if (!Object.hasOwn(COMMON, name)) throw malformed('disclosure');
  return parsed<unknown>(COMMON[name as keyof typeof COMMON], value, 'disclosure');
};

/** Throws SdJwtFault. */
export const parsed = <T>(schema: z.ZodType<T>, value: unknown, what: string): T => {
  const { success, data } = schema.safeParse(value);
  if (!success) throw malformed(what);
  return data;
};
