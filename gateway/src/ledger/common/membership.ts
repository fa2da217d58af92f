import { X509Certificate, verify as cryptoVerify, type KeyObject } from 'node:crypto';
import { isLowS, parseIdentity } from '../fabric-messages/index.js';
import type { Identity } from '../port.js';

/** An organisation as a channel knows it. */
export interface OrganisationOptions {
  readonly mspId: string;
  /** PEM certificates of the organisation's root authorities. */
  readonly rootCertificates: readonly string[];
  /** PEM certificates of intermediate authorities under those roots. */
  readonly intermediateCertificates?: readonly string[];
}

/** Why an identity or a signature was refused. */
export class RefusedIdentity extends Error {}

/** An identity whose certificate chains to its organisation's roots. */
export interface Member extends Identity {
  readonly key: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
}

interface Authorities {
  readonly roots: readonly X509Certificate[];
  readonly intermediates: readonly X509Certificate[];
}

const CACHED_MEMBERS = 4096;
const LONGEST_CHAIN = 4;

/** The channel's organisations: decides who is a member, and checks their signatures. */
export class Membership {
  readonly #organisations: ReadonlyMap<string, Authorities>;
  // Chain and key of a creator are checked once; validity dates on every use, for they pass.
  readonly #members = new Map<string, Member>();

  constructor(organisations: readonly OrganisationOptions[]) {
    this.#organisations = new Map(
      organisations.map(({ mspId, rootCertificates, intermediateCertificates = [] }) => [
        mspId,
        {
          roots: rootCertificates.map((pem) => new X509Certificate(pem)),
          intermediates: intermediateCertificates.map((pem) => new X509Certificate(pem)),
        },
      ]),
    );
  }

  has(mspId: string): boolean {
    return this.#organisations.has(mspId);
  }

  /** The member a serialised identity names, valid at `time` (ms) if one is given. Throws RefusedIdentity with the reason. */
  member(serialized: Uint8Array, time?: number): Member {
    const name = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.byteLength).toString(
      'latin1',
    );
    const member = this.#members.get(name) ?? this.#admit(name, serialized);
    if (time === undefined) return member;
    if (time < member.notBefore) throw new RefusedIdentity('the certificate is not yet valid');
    if (time > member.notAfter) throw new RefusedIdentity('the certificate has expired');
    return member;
  }

  #admit(name: string, serialized: Uint8Array): Member {
    const identity = parse(serialized);
    const authorities = this.#organisations.get(identity.mspId);
    if (!authorities) throw new RefusedIdentity(`${identity.mspId} is no organisation of this channel`);
    const certificate = parseCertificate(identity.certificate);
    const chain = chainOf(certificate, authorities);
    const key = certificate.publicKey;
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
      throw new RefusedIdentity('the certificate holds no P-256 key');
    }
    const member = {
      ...identity,
      key,
      notBefore: Math.max(...chain.map((link) => link.validFromDate.getTime())),
      notAfter: Math.min(...chain.map((link) => link.validToDate.getTime())),
    };
    if (this.#members.size >= CACHED_MEMBERS) this.#members.clear();
    this.#members.set(name, member);
    return member;
  }
}

function parse(serialized: Uint8Array): Identity {
  try {
    return parseIdentity(serialized);
  } catch (cause) {
    throw new RefusedIdentity('the creator is no serialised identity', { cause });
  }
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new RefusedIdentity('the creator holds no X.509 certificate', { cause });
  }
}

/** The certificate and its issuers up to a configured root. An authority itself is no member. */
function chainOf(certificate: X509Certificate, authorities: Authorities): X509Certificate[] {
  if (certificate.ca) throw new RefusedIdentity('the certificate is an authority’s');
  const chain = [certificate];
  let last = certificate;
  while (chain.length < LONGEST_CHAIN) {
    const root = authorities.roots.find((issuer) => issued(issuer, last));
    if (root) return [...chain, root];
    const intermediate = authorities.intermediates.find((issuer) => issued(issuer, last));
    if (!intermediate) break;
    chain.push(intermediate);
    last = intermediate;
  }
  throw new RefusedIdentity('the certificate does not chain to a root of its organisation');
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Checks a member's signature over SHA-256(message): ECDSA P-256, DER, low-S. Runs on Node's thread pool. */
export function verifySignature(
  member: Pick<Member, 'key'>,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isLowS(signature)) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    cryptoVerify('sha256', message, member.key, signature, (error, valid) => {
      if (error) reject(error);
      else resolve(valid);
    });
  });
}
