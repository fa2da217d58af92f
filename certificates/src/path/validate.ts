import { kindOfKey, requireSignature } from './algorithms.js';
import { readCertificate, type PathCertificate } from './certificate.js';
import { PathError, type PathFault } from './faults.js';
import { requireUsage, type Usage } from './purposes.js';

export interface PathQuestion {
  /** The certificate at the end, DER. */
  readonly certificate: Uint8Array;
  /** Certificates that may stand between it and a trusted one, DER, in any order. */
  readonly others: readonly Uint8Array[];
  /** Certificates that are trusted as they are, DER. */
  readonly trusted: readonly Uint8Array[];
  /** When every certificate of the path must be valid. */
  readonly at: Date;
  readonly usage: Usage;
}

/** The path found, the certificate asked for first, the trusted one last; or why there is none. */
export type PathResult =
  | { readonly ok: true; readonly path: readonly [PathCertificate, ...PathCertificate[]] }
  | { readonly ok: false; readonly fault: PathFault };

/** How many certificates a path may have, how many may be offered, and how many signatures are checked. */
const LONGEST = 6;
const MOST_OFFERED = 32;
const MOST_TRIES = 64;

/**
 * Looks for a path from a certificate to a trusted one (RFC 5280 §6.1). Names, keys and constraints are checked before
 * any signature, and the work is bounded however the certificates refer to each other. Policies and name constraints are
 * not supported: marked critical, they are refused. Revocation is a question of its own.
 */
export const validatePath = (question: PathQuestion): PathResult => {
  try {
    if (question.others.length > MOST_OFFERED) throw new PathError('PATH_TOO_LONG');
    const certificate = readCertificate(question.certificate);
    requireUsage(certificate, question.usage);
    return new Search(question).from(certificate);
  } catch (error) {
    if (error instanceof PathError) return { ok: false, fault: error.fault };
    throw error;
  }
};

class Search {
  readonly #at: Date;
  readonly #trusted: readonly PathCertificate[];
  readonly #others: readonly PathCertificate[];
  #tries = 0;
  /** The first reason why a way that a name offered could not be taken. */
  #fault: PathFault = 'ISSUER_UNKNOWN';

  constructor({ at, trusted, others }: PathQuestion) {
    this.#at = at;
    this.#trusted = trusted.map(readCertificate);
    this.#others = others.flatMap(readIfWhole);
  }

  from(certificate: PathCertificate): PathResult {
    requireSound(certificate, this.#at);
    const path = this.#continue([certificate]);
    return path ? { ok: true, path } : { ok: false, fault: this.#fault };
  }

  #continue(path: Path): Path | undefined {
    const last = path[path.length - 1] as PathCertificate;
    if (this.#trusted.some(({ bytes }) => bytes.equals(last.bytes))) return path;
    if (path.length === LONGEST) {
      this.#remember('PATH_TOO_LONG');
      return undefined;
    }
    const candidates = [...this.#trusted, ...this.#others].filter(
      (issuer) => mayHaveIssued(issuer, last) && !path.some(({ bytes }) => bytes.equals(issuer.bytes)),
    );
    for (const issuer of candidates) {
      const longer = this.#accepts(issuer, path) && this.#continue([...path, issuer]);
      if (longer) return longer;
    }
    return undefined;
  }

  #accepts(issuer: PathCertificate, path: Path): boolean {
    try {
      this.#tries += 1;
      if (this.#tries > MOST_TRIES) throw new PathError('PATH_TOO_LONG');
      requireIssuer(issuer, path, this.#at);
      return true;
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      this.#remember(error.fault);
      return false;
    }
  }

  #remember(fault: PathFault): void {
    if (this.#fault === 'ISSUER_UNKNOWN') this.#fault = fault;
  }
}

type Path = readonly [PathCertificate, ...PathCertificate[]];

/** Strangers may add what they like to a signature: what cannot be read leads nowhere. */
const readIfWhole = (bytes: Uint8Array): PathCertificate[] => {
  try {
    return [readCertificate(bytes)];
  } catch (error) {
    if (error instanceof PathError) return [];
    throw error;
  }
};

const requireSound = ({ publicKey, notBefore, notAfter }: PathCertificate, at: Date): void => {
  kindOfKey(publicKey);
  if (at < notBefore) throw new PathError('NOT_YET_VALID');
  if (at > notAfter) throw new PathError('EXPIRED');
};

/** The names agree, and the key identifiers where both give one (RFC 5280 §4.2.1.1). */
const mayHaveIssued = (issuer: PathCertificate, certificate: PathCertificate): boolean => {
  const { subjectKeyIdentifier: own } = issuer;
  const { authorityKeyIdentifier: named } = certificate;
  return issuer.subject.equals(certificate.issuer) && (!own || !named || own.equals(named));
};

const requireIssuer = (issuer: PathCertificate, path: Path, at: Date): void => {
  requireSound(issuer, at);
  if (issuer.authority === undefined) throw new PathError('NOT_AN_AUTHORITY');
  if (!issuer.keyUsage?.has('keyCertSign')) throw new PathError('KEY_USAGE_WRONG');
  // A certificate for the authority's own name, as at a change of keys, does not count (RFC 5280 §4.2.1.9).
  const below = path.slice(1).filter(({ subject, issuer: by }) => !subject.equals(by)).length;
  if (below > issuer.authority.pathLength) throw new PathError('PATH_LENGTH_EXCEEDED');
  requireSignature(path[path.length - 1] as PathCertificate, issuer.publicKey);
};
