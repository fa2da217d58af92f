import { DerError, TAG } from '../asn1/der.js';
import { requireSignature, type SignedBytes } from '../path/algorithms.js';
import { readCertificate, type PathCertificate } from '../path/certificate.js';
import { PathError } from '../path/faults.js';
import { requireUsage } from '../path/purposes.js';
import { isOfIssuer } from './certificate-id.js';
import { readRevocationList } from './crl.js';
import { RevocationError, type RevocationFault } from './faults.js';
import { readOcspAnswer, type OcspAnswer, type OcspStatus } from './ocsp-answer.js';
import type { Revocation } from './reasons.js';

export interface RevocationQuestion {
  /** A revocation list or an OCSP answer, DER. */
  readonly evidence: Uint8Array;
  readonly certificate: PathCertificate;
  /** Who issued it, as a valid path has it: only this key, or a responder it appointed, may speak. */
  readonly issuer: PathCertificate;
  /** When the evidence must be in force. */
  readonly at: Date;
  /** What an OCSP answer must repeat: contents of the request's nonce extension. */
  readonly nonce?: Uint8Array;
  /**
   * Whether evidence made after `at` counts too: it knows of every revocation before it, as long as the certificate has not
   * expired and may have been left out for that (RFC 5280 §3.3).
   */
  readonly orLater?: boolean;
}

/** What evidence says of a certificate. `thisUpdate` and `nextUpdate`: between when it was in force. */
export type RevocationStatus =
  | { readonly status: 'good'; readonly thisUpdate: Date; readonly nextUpdate: Date }
  | {
      readonly status: 'revoked';
      readonly thisUpdate: Date;
      readonly nextUpdate: Date;
      readonly revocation: Omit<Revocation, 'serial'>;
    }
  | { readonly status: 'unknown'; readonly fault: RevocationFault };

const MAX_BYTES = 8 * 1024 * 1024;
/** How far an honest issuer's clock may be ahead of ours. */
const CLOCK_SKEW = 5 * 60 * 1000;

/**
 * What a revocation list (RFC 5280 §5) or an OCSP answer (RFC 6960) says of a certificate. Evidence that does not stand
 * never says `good`.
 */
export const revocationStatus = (question: RevocationQuestion): RevocationStatus => {
  try {
    if (question.evidence.length > MAX_BYTES) throw new RevocationError('REVOCATION_MALFORMED');
    const { said, thisUpdate, nextUpdate } = isOcsp(question.evidence)
      ? statusOfAnswer(question)
      : statusOfList(question);
    if (!isLater(question, thisUpdate)) requireInForce(question.at, thisUpdate, nextUpdate);
    return said === 'good'
      ? { status: 'good', thisUpdate, nextUpdate }
      : { status: 'revoked', thisUpdate, nextUpdate, revocation: said };
  } catch (error) {
    return { status: 'unknown', fault: faultOf(error) };
  }
};

interface Said {
  readonly said: 'good' | Omit<Revocation, 'serial'>;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

/** An OCSP answer begins with its status, a list with what was signed. */
const isOcsp = (evidence: Uint8Array): boolean => {
  const lengthOctets = (evidence[1] ?? 0) & 0x80 ? (evidence[1] ?? 0) & 0x7f : 0;
  return evidence[2 + lengthOctets] === TAG.enumerated;
};

const statusOfList = ({ evidence, certificate, issuer }: RevocationQuestion): Said => {
  const list = readRevocationList(evidence);
  if (!list.issuer.equals(issuer.subject)) throw new RevocationError('REVOCATION_FOREIGN');
  if (!issuer.keyUsage?.has('cRLSign')) throw new RevocationError('KEY_USAGE_WRONG');
  requireSignature(list, issuer.publicKey);
  const { thisUpdate, nextUpdate, revoked } = list;
  return { said: revoked.get(certificate.serial) ?? 'good', thisUpdate, nextUpdate };
};

const statusOfAnswer = ({ evidence, certificate, issuer, nonce }: RevocationQuestion): Said => {
  const answer = readOcspAnswer(evidence);
  requireResponder(answer, issuer);
  if (nonce && !answer.nonce?.equals(nonce)) throw new RevocationError('NONCE_WRONG');
  const found = answer.responses.find(({ id }) => id.serial === certificate.serial && isOfIssuer(id, issuer));
  if (!found) throw new RevocationError('REVOCATION_FOREIGN');
  // Without it nobody could say when the answer is out of date.
  if (!found.nextUpdate) throw new RevocationError('REVOCATION_STALE');
  const { thisUpdate, nextUpdate } = found;
  return { said: known(found), thisUpdate, nextUpdate };
};

const known = ({ status }: OcspStatus): Said['said'] => {
  if (status === 'unknown') throw new RevocationError('CERTIFICATE_UNKNOWN');
  return status;
};

/** The issuer itself, or whom it appointed by a certificate of its own making (RFC 6960 §4.2.2.2). */
const requireResponder = (answer: OcspAnswer, issuer: PathCertificate): void => {
  const keys = [
    issuer,
    ...answer.certificates.flatMap((bytes) => appointed(bytes, issuer, answer.producedAt)),
  ];
  if (!keys.some(({ publicKey }) => holds(answer, publicKey))) {
    throw new RevocationError(keys.length > 1 ? 'SIGNATURE_WRONG' : 'RESPONDER_UNAUTHORISED');
  }
};

/** A responder's own revocation is not asked for: its certificate must say so (RFC 6960 §4.2.2.2.1). */
const appointed = (bytes: Uint8Array, issuer: PathCertificate, at: Date): PathCertificate[] => {
  try {
    const responder = readCertificate(bytes);
    const { issuer: by, notBefore, notAfter, ocspNoCheck } = responder;
    requireUsage(responder, 'ocsp');
    requireSignature(responder, issuer.publicKey);
    const isInTime = notBefore <= at && at <= notAfter;
    return by.equals(issuer.subject) && isInTime && ocspNoCheck ? [responder] : [];
  } catch (error) {
    if (error instanceof PathError) return [];
    throw error;
  }
};

const holds = (signed: SignedBytes, publicKey: PathCertificate['publicKey']): boolean => {
  try {
    requireSignature(signed, publicKey);
    return true;
  } catch (error) {
    if (error instanceof PathError && error.fault !== 'ALGORITHM_UNSUPPORTED') return false;
    throw error;
  }
};

const isLater = ({ at, certificate, orLater = false }: RevocationQuestion, thisUpdate: Date): boolean =>
  orLater && at < thisUpdate && thisUpdate <= certificate.notAfter;

const requireInForce = (at: Date, thisUpdate: Date, nextUpdate: Date): void => {
  const isInForce = thisUpdate.getTime() - CLOCK_SKEW <= at.getTime() && at <= nextUpdate;
  if (!isInForce) throw new RevocationError('REVOCATION_STALE');
};

const faultOf = (error: unknown): RevocationFault => {
  if (error instanceof RevocationError) return error.fault;
  if (error instanceof PathError) return error.fault as RevocationFault;
  if (error instanceof DerError) return 'REVOCATION_MALFORMED';
  throw error;
};
