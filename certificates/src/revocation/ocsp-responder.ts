import { hash } from 'node:crypto';
import type { Issuer } from '../authority/certificate.js';
import { extension } from '../authority/extensions.js';
import { der, derGeneralizedTime, derOid, DerError, TAG } from '../asn1/der.js';
import { EXTENSION } from '../path/extensions.js';
import type { PathCertificate } from '../path/certificate.js';
import { sign } from '../path/signed.js';
import { isOfIssuer, type CertificateId } from './certificate-id.js';
import { derReason } from './crl-writer.js';
import { readOcspRequest, type OcspRequest } from './ocsp-request.js';
import type { Revocation } from './reasons.js';

/** What an authority knows of a serial: `unknown` is one it never gave. */
export type KnownStatus = 'good' | 'unknown' | Revocation;

/** One issuer and whom it appointed to answer for it. */
export interface ResponderFor {
  readonly issuer: PathCertificate;
  /** A certificate of the `ocspResponder` profile by this issuer, and its key. */
  readonly responder: Issuer;
  readonly statusOf: (serial: string) => KnownStatus;
}

export interface Responder {
  /** Answers an OCSPRequest with an OCSPResponse, both DER. What cannot be answered is refused within the answer. */
  answer(request: Uint8Array, now: Date): Promise<Buffer>;
}

const BASIC = derOid('1.3.6.1.5.5.7.48.1.1');
/** OCSPResponseStatus (RFC 6960 §4.2.1). */
const SUCCESSFUL = 0;
const MALFORMED = 1;
const UNAUTHORIZED = 6;
const BY_KEY = 0xa2;
const GOOD = der(0x80);
const UNKNOWN = der(0x82);
const REVOKED = 0xa1;

/** Answers for several issuers, as an authority has them after its key was changed (RFC 6960, RFC 9654). */
export const createResponder = (
  /** Those who answer at this moment; a responder's certificate lives shortly. */
  responders: () => readonly ResponderFor[],
  /** How long an answer holds, in milliseconds. */
  validity: number,
): Responder => ({
  answer: async (bytes, now) => {
    const request = readIfWhole(bytes);
    if (request === undefined) return failure(MALFORMED);
    const { ids } = request;
    const found = responders().find(({ issuer }) => ids.every((id) => isOfIssuer(id, issuer)));
    return found ? success(found, request, now, new Date(now.getTime() + validity)) : failure(UNAUTHORIZED);
  },
});

const readIfWhole = (bytes: Uint8Array): OcspRequest | undefined => {
  try {
    return readOcspRequest(bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
};

const failure = (status: number): Buffer => der(TAG.sequence, der(TAG.enumerated, Buffer.of(status)));

const success = async (
  { responder, statusOf }: ResponderFor,
  { ids, nonce }: OcspRequest,
  thisUpdate: Date,
  nextUpdate: Date,
): Promise<Buffer> => {
  const { certificate, signer } = responder;
  const until = der(TAG.context0, derGeneralizedTime(nextUpdate));
  const single = (id: CertificateId): Buffer =>
    der(TAG.sequence, id.bytes, derStatus(statusOf(id.serial)), derGeneralizedTime(thisUpdate), until);
  const repeated = nonce ? [der(TAG.context1, der(TAG.sequence, extension(EXTENSION.ocspNonce, nonce)))] : [];
  const data = der(
    TAG.sequence,
    der(BY_KEY, der(TAG.octetString, keyHash(certificate))),
    derGeneralizedTime(thisUpdate),
    der(TAG.sequence, ...ids.map(single)),
    ...repeated,
  );
  const basic = await sign(signer, () => data, [der(TAG.context0, der(TAG.sequence, certificate.bytes))]);
  return der(
    TAG.sequence,
    der(TAG.enumerated, Buffer.of(SUCCESSFUL)),
    der(TAG.context0, der(TAG.sequence, BASIC, der(TAG.octetString, basic))),
  );
};

/** RFC 6960 §4.2.1 wants SHA-1 here; it only names the key. */
const keyHash = ({ keyBits }: PathCertificate): Buffer => hash('sha1', keyBits, 'buffer');

const derStatus = (status: KnownStatus): Buffer => {
  if (status === 'good') return GOOD;
  if (status === 'unknown') return UNKNOWN;
  const { at, reason } = status;
  const why = reason === 'unspecified' ? [] : [der(TAG.context0, derReason(reason))];
  return der(REVOKED, derGeneralizedTime(at), ...why);
};
