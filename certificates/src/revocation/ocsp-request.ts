import { extension } from '../authority/extensions.js';
import { assertDer, der, DerError, DerReader, TAG } from '../asn1/der.js';
import { EXTENSION, readExtensions } from '../path/extensions.js';
import type { PathCertificate } from '../path/certificate.js';
import { certificateIdOf, readCertificateId, type CertificateId } from './certificate-id.js';

/** What somebody asks of a responder (RFC 6960 §4.1). */
export interface OcspRequest {
  readonly ids: readonly CertificateId[];
  /** Contents of the nonce extension, to be repeated. */
  readonly nonce: Buffer | undefined;
}

const EXTENSIONS_TAG = 0xa2;
const MAX_BYTES = 4096;
const MAX_IDS = 16;
/** RFC 9654 §2.1: up to 128 octets, and the tag and length around them. */
const MAX_NONCE_BYTES = 131;

/** A signature on the request is not looked at: anyone may ask. Throws DerError. */
export const readOcspRequest = (bytes: Uint8Array): OcspRequest => {
  if (bytes.length > MAX_BYTES) throw new DerError('Larger than any honest request');
  assertDer(bytes);
  const request = new DerReader(bytes).enterLast(TAG.sequence);
  const body = request.enter(TAG.sequence);
  request.optional(TAG.context0);
  request.end();
  body.optional(TAG.context0);
  body.optional(TAG.context1);
  const ids = readIds(body.enter(TAG.sequence));
  if (ids.length === 0 || ids.length > MAX_IDS) throw new DerError('No certificate named, or too many');
  const extensions = body.optional(EXTENSIONS_TAG);
  body.end();
  return {
    ids,
    nonce: extensions && readNonce(new DerReader(extensions.contents).enterLast(TAG.sequence)),
  };
};

/** Extensions of a single request say nothing that is answered here. */
const readIds = (list: DerReader): CertificateId[] => {
  const ids: CertificateId[] = [];
  while (!list.done) {
    const request = list.enter(TAG.sequence);
    ids.push(readCertificateId(request));
    request.optional(TAG.context0);
    request.end();
  }
  return ids;
};

const readNonce = (list: DerReader): Buffer | undefined => {
  const nonce = readExtensions(list).get(EXTENSION.ocspNonce)?.value;
  if (nonce && nonce.length > MAX_NONCE_BYTES) throw new DerError('A nonce that is too long');
  return nonce;
};

/** A request for one certificate; `nonce`, of 16 to 32 random octets, makes its answer new. */
export const writeOcspRequest = (
  certificate: PathCertificate,
  issuer: PathCertificate,
  nonce?: Uint8Array,
): { request: Buffer; nonce?: Buffer } => {
  const id = der(TAG.sequence, certificateIdOf(certificate.serial, issuer));
  const value = nonce && der(TAG.octetString, nonce);
  const extensions = value
    ? [der(EXTENSIONS_TAG, der(TAG.sequence, extension(EXTENSION.ocspNonce, value)))]
    : [];
  const request = der(TAG.sequence, der(TAG.sequence, der(TAG.sequence, id), ...extensions));
  return { request, ...(value && { nonce: value }) };
};
