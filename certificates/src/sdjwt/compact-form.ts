import { decode, encode } from 'cborg';
import { CERTIFICATE_ROOT } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { decodeBase45, encodeBase45 } from '../encoding/base45.js';
import { malformed } from './fault.js';
import { parsed } from './read.js';

/**
 * A presentation without what its verifier has or can compute: certificates, hashes, names of claims. CBOR (RFC 8949) in
 * base45 (RFC 9285), which a QR code holds almost as densely as bytes and any scanner hands on as text.
 */
export const COMPACT_PREFIX = 'HL1:';
/** All that a QR code holds (ISO/IEC 18004, version 40-L, alphanumeric). */
export const MAX_COMPACT = 4296;

/** What all identifiers begin with. */
export const ROOT = `${CERTIFICATE_ROOT}.`;
/** The curve of all keys here, as OpenSSL names it. */
export const CURVE = 'prime256v1';

const bytes = (length?: number): z.ZodType<Uint8Array> =>
  z.instanceof(Uint8Array).refine((value) => length === undefined || value.length === length);
export const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 64;
const POINT_BYTES = 33;

/** One digest behind the other. */
const digests = bytes().refine(({ length }) => length % DIGEST_BYTES === 0);
/** Salt, name, value. */
const disclosure = z.tuple([bytes(), z.string(), z.unknown()]);
const disclosures = z.array(disclosure).max(100);

/** Address of the hub, department (null: the issuer), list and index of the status. */
const place = z.tuple([z.string().nullable(), z.string().nullable(), z.int(), z.int()]);
/** Digests of what is kept back: of holders and day, of fields, of facts (null: the type has none). */
const hidden = z.tuple([digests, digests, digests.nullable()]);
/** What is disclosed, by the same parts. */
const disclosed = z.tuple([disclosures, disclosures, disclosures]);

const compactForm = z.tuple([
  /** Digest of the seal's certificate, and whose it is; null: the issuer's. */
  bytes(DIGEST_BYTES),
  z.string().nullable(),
  /** Identifier without the root that all have; revision of the type that it names. */
  z.string(),
  z.int(),
  /** `iat`, `nbf` and `exp` of the credential. */
  z.tuple([z.int(), z.int(), z.int().nullable()]),
  /** The holder's key, a compressed point (SEC 1 §2.3.3). */
  bytes(POINT_BYTES),
  place.nullable(),
  hidden,
  disclosed,
  /** The issuer's signature. */
  bytes(SIGNATURE_BYTES),
  /** `iat`, seconds it is good for, `aud`, `nonce` and `purpose` of the holder's proof. */
  z.tuple([z.int(), z.int(), z.string(), z.string(), z.string()]),
  /** The holder's. */
  bytes(SIGNATURE_BYTES),
]);

export type CompactForm = z.infer<typeof compactForm>;
export type CompactPlace = z.infer<typeof place>;
export type CompactDisclosure = z.infer<typeof disclosure>;
export type CompactHidden = z.infer<typeof hidden>;
export type CompactDisclosed = z.infer<typeof disclosed>;

export const writeCompact = (form: CompactForm): string =>
  COMPACT_PREFIX + encodeBase45(encode(form, AS_GIVEN));

/** Throws SdJwtFault. */
export const readCompact = (text: string): CompactForm => {
  if (text.length > MAX_COMPACT || !text.startsWith(COMPACT_PREFIX)) throw malformed('compact');
  const encoded = decodeBase45(text.slice(COMPACT_PREFIX.length));
  if (encoded === undefined) throw malformed('compact');
  return parsed(compactForm, decoded(encoded), 'compact');
};

/** Members keep their order: what a disclosure's digest is over must come back as it was. */
const AS_GIVEN = { mapSorter: (): number => 0 };

const STRICT = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

const decoded = (encoded: Uint8Array): unknown => {
  try {
    return decode(encoded, STRICT);
  } catch {
    // Whatever cborg says of it: bytes that somebody showed, and no CBOR of ours.
    throw malformed('compact');
  }
};
