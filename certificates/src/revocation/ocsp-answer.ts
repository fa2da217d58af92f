import { assertDer, derOid, DerError, DerReader, TAG, type Value } from '../asn1/der.js';
import { readGeneralizedTime } from '../asn1/time.js';
import type { SignedBytes } from '../path/algorithms.js';
import { EXTENSION, readExtensions, type RawExtension } from '../path/extensions.js';
import { readSignedParts } from '../path/signed.js';
import { readCertificateId, type CertificateId } from './certificate-id.js';
import { readReason } from './crl.js';
import { RevocationError } from './faults.js';
import type { Revocation } from './reasons.js';

/** What a responder says of one certificate. */
export interface OcspStatus {
  readonly id: CertificateId;
  readonly status: 'good' | 'unknown' | Omit<Revocation, 'serial'>;
  readonly thisUpdate: Date;
  /** Absent where a newer answer may be had at any time; not taken for an answer here. */
  readonly nextUpdate: Date | undefined;
}

/** A successful basic answer (RFC 6960 §4.2.1). */
export interface OcspAnswer extends SignedBytes {
  readonly producedAt: Date;
  readonly responses: readonly OcspStatus[];
  /** Contents of the nonce extension. */
  readonly nonce: Buffer | undefined;
  /** Certificates that came along, DER. */
  readonly certificates: readonly Buffer[];
}

const BASIC = derOid('1.3.6.1.5.5.7.48.1.1');
const SUCCESSFUL = 0;
const MAX_RESPONSES = 256;
const MAX_CERTIFICATES = 8;
const BY_NAME = 0xa1;
const BY_KEY = 0xa2;
const GOOD = 0x80;
const REVOKED = 0xa1;
const UNKNOWN = 0x82;

/** Throws DerError; RevocationError RESPONDER_FAILED, CRITICAL_EXTENSION_UNKNOWN. */
export const readOcspAnswer = (bytes: Uint8Array): OcspAnswer => {
  assertDer(bytes);
  const response = new DerReader(bytes).enterLast(TAG.sequence);
  const status = response.read(TAG.enumerated).contents;
  if (status.length !== 1 || status[0] !== SUCCESSFUL) throw new RevocationError('RESPONDER_FAILED');
  const answer = response.enterLast(TAG.context0).enterLast(TAG.sequence);
  if (!answer.read(TAG.objectIdentifier).bytes.equals(BASIC)) throw new DerError('Not a basic OCSP answer');
  const octets = answer.readLast(TAG.octetString).contents;
  assertDer(octets);
  const basic = new DerReader(octets).enterLast(TAG.sequence);
  const signed = readSignedParts(basic);
  return { ...signed, ...readData(signed.tbs), certificates: readCertificates(basic) };
};

const readCertificates = (basic: DerReader): Buffer[] => {
  if (basic.done) return [];
  const certificates = basic.enterLast(TAG.context0).enterLast(TAG.sequence).rest();
  if (certificates.length > MAX_CERTIFICATES) throw new DerError('More certificates than a responder needs');
  return certificates.map(({ bytes }) => bytes);
};

const readData = (tbs: Buffer): Pick<OcspAnswer, 'producedAt' | 'responses' | 'nonce'> => {
  const data = new DerReader(tbs).enterLast(TAG.sequence);
  // Version 1 is the default, which DER leaves out. Who answered is found by the signature.
  const [responder] = [data.optional(BY_NAME) ?? data.read(BY_KEY)];
  if (responder.contents.length === 0) throw new DerError('A responder without a name');
  const producedAt = readGeneralizedTime(data);
  const responses = new DerReader(data.read(TAG.sequence).contents).rest();
  if (responses.length > MAX_RESPONSES) throw new DerError('More statuses than were asked for');
  const extensions = extensionsAt(data.optional(TAG.context1));
  data.end();
  const nonce = extensions.get(EXTENSION.ocspNonce)?.value;
  return { producedAt, responses: responses.map(readStatus), nonce };
};

const readStatus = ({ contents }: Value): OcspStatus => {
  const single = new DerReader(contents);
  const id = readCertificateId(single);
  const status = readCertStatus(single);
  const thisUpdate = readGeneralizedTime(single);
  const next = single.optional(TAG.context0);
  const nextUpdate = next && onlyTime(new DerReader(next.contents));
  extensionsAt(single.optional(TAG.context1));
  single.end();
  return { id, status, thisUpdate, nextUpdate };
};

const onlyTime = (reader: DerReader): Date => {
  const time = readGeneralizedTime(reader);
  reader.end();
  return time;
};

const readCertStatus = (single: DerReader): OcspStatus['status'] => {
  const revoked = single.optional(REVOKED);
  if (revoked) return readRevoked(new DerReader(revoked.contents));
  const good = single.optional(GOOD);
  const { contents } = good ?? single.read(UNKNOWN);
  if (contents.length > 0) throw new DerError('A status with something in it');
  return good ? 'good' : 'unknown';
};

const readRevoked = (revoked: DerReader): Omit<Revocation, 'serial'> => {
  const at = readGeneralizedTime(revoked);
  const reason = revoked.optional(TAG.context0);
  revoked.end();
  return { at, reason: reason ? readReason(new DerReader(reason.contents)) : 'unspecified' };
};

const extensionsAt = (value: Value | undefined): ReadonlyMap<string, RawExtension> => {
  if (value === undefined) return new Map();
  const extensions = readExtensions(new DerReader(value.contents).enterLast(TAG.sequence));
  const isUnknown = [...extensions].some(([id, { critical }]) => critical && id !== EXTENSION.ocspNonce);
  if (isUnknown) throw new RevocationError('CRITICAL_EXTENSION_UNKNOWN');
  return extensions;
};
