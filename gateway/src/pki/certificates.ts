import type { KeyObject } from 'node:crypto';
import { hash } from 'node:crypto';
import {
  issueCertificate,
  toPem,
  type CertificateBody,
  type Certified,
  type Revocation,
  type RevocationReason,
} from '@hanlian/certificates';
import type { SealKey } from '@hanlian/chaincode/domain';
import type { RegistryView } from '../services/registry-view.js';
import type { Change, Store } from '../storage/store.js';
import type { Issuers, IssuingAuthority } from './issuers.js';

const PREFIX = 'pkicert~';
const NOTE_PREFIX = 'pkireason~';

/** A department as a seal certificate names it. */
export interface SealOwner {
  /** Unified social credit code. */
  readonly code: string;
  readonly name: string;
}

/** A seal certificate this hub's authority gave. */
export interface SealCertificate {
  readonly v: 1;
  /** Hex. */
  readonly serial: string;
  readonly issuer: string;
  readonly department: string;
  /** SHA-256 of the certificate's DER, base64url: the ledger's name for the seal key. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A certificate as it was signed; it is not given out before `changes` are on disk. */
export interface IssuedSeal {
  readonly given: SealCertificate;
  readonly chain: readonly [string, string];
  readonly changes: readonly Change[];
}

export interface CertificateParts {
  readonly store: Store;
  readonly issuers: Issuers;
  readonly registry: RegistryView;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Under which this hub is reached; absent: certificates name no address. */
  readonly publicUrl?: string | undefined;
}

/**
 * The seal certificates that were given, durable before anybody sees them. Whether one is revoked is not kept here: the
 * ledger's registry says since when a key is compromised, or until when it may seal, and lists and answers follow it.
 */
export class SealCertificates {
  readonly #store: Store;
  readonly #issuers: Issuers;
  readonly #registry: RegistryView;
  readonly #clock: () => number;
  readonly #publicUrl: string | undefined;

  constructor(parts: CertificateParts) {
    this.#store = parts.store;
    this.#issuers = parts.issuers;
    this.#registry = parts.registry;
    this.#clock = parts.clock;
    this.#publicUrl = parts.publicUrl;
  }

  async issue({ code, name }: SealOwner, publicKey: KeyObject, algorithm: Certified): Promise<IssuedSeal> {
    const by = await this.#issuers.current(algorithm);
    const subject = { commonName: name, organization: name, organizationCode: code };
    const now = new Date(this.#clock());
    const { bytes, serial, notBefore, notAfter } = await issueCertificate(
      { profile: 'seal', subject, publicKey, published: this.#publishedBy(by) },
      by.issuer,
      now,
    );
    const given: SealCertificate = {
      v: 1,
      serial,
      issuer: by.id,
      department: code,
      key: hash('sha256', bytes, 'base64url'),
      certificate: toPem('CERTIFICATE', bytes),
      notBefore: notBefore.getTime() / 1000,
      notAfter: notAfter.getTime() / 1000,
    };
    const change: Change = { type: 'put', key: PREFIX + serial, value: Buffer.from(JSON.stringify(given)) };
    return { given, chain: [given.certificate, by.certificate], changes: [change] };
  }

  #publishedBy({ id }: IssuingAuthority): CertificateBody['published'] {
    const base = this.#publicUrl;
    return base === undefined
      ? undefined
      : { list: `${base}/v1/pki/issuers/${id}/crl`, ocsp: `${base}/v1/pki/ocsp` };
  }

  find(serial: string): SealCertificate | undefined {
    const value = this.#store.getSync(PREFIX + serial);
    return value && (JSON.parse(value.toString()) as SealCertificate);
  }

  /** By serial, from after `cursor` on. */
  async page(limit: number, cursor = ''): Promise<SealCertificate[]> {
    const found: SealCertificate[] = [];
    for await (const [, value] of this.#store.iterator({
      gt: PREFIX + cursor,
      lt: `${PREFIX}\uffff`,
      limit,
    })) {
      found.push(JSON.parse(value.toString()) as SealCertificate);
    }
    return found;
  }

  /**
   * Why a key's period is being ended, for the lists: written before the ledger is asked, under the end itself, so that it
   * counts once the ledger has that end. The first reason for an end stands.
   *
   * @param until seconds since 1970
   */
  note(serial: string, until: number, reason: RevocationReason): readonly Change[] {
    const key = noteOf(serial, until);
    if (this.#store.getSync(key) !== undefined) return [];
    return [{ type: 'put', key, value: Buffer.from(reason) }];
  }

  /** What the ledger has made of a certificate. */
  revocation(given: SealCertificate): Revocation | undefined {
    const key = this.#registry.sealKey(given.department, given.key);
    if (key === undefined) return undefined;
    const now = Math.floor(this.#clock() / 1000);
    return compromised(given, key) ?? ended(given, key, now, this.#noted(given, key));
  }

  /** Of what was noted before ends were named with it, the one reason counts for any. */
  #noted({ serial }: SealCertificate, { until = 0 }: SealKey): RevocationReason | undefined {
    const kept = this.#store.getSync(noteOf(serial, until)) ?? this.#store.getSync(NOTE_PREFIX + serial);
    return kept?.toString() as RevocationReason | undefined;
  }

  /** Whether the ledger took the key: a certificate that it refused, or has not seen yet, proves nothing. */
  isRegistered({ department, key }: SealCertificate): boolean {
    return this.#registry.sealKey(department, key) !== undefined;
  }

  /** All revocations of an issuer, by serial. */
  async revoked(issuer: IssuingAuthority): Promise<Revocation[]> {
    const all = await this.page(Infinity);
    return all.filter((given) => given.issuer === issuer.id).flatMap((given) => this.revocation(given) ?? []);
  }
}

const noteOf = (serial: string, until: number): string => `${NOTE_PREFIX}${serial}~${until}`;

/** Recorded when the ledger took it, and in other hands since the day the registrar named. */
const compromised = (
  { serial }: SealCertificate,
  { compromisedSince, txTime }: SealKey,
): Revocation | undefined =>
  compromisedSince === undefined
    ? undefined
    : { serial, at: dateOf(txTime), reason: 'keyCompromise', invalidSince: dateOf(compromisedSince) };

const ended = (
  { serial, notAfter }: SealCertificate,
  { until }: SealKey,
  now: number,
  reason: RevocationReason = 'unspecified',
): Revocation | undefined =>
  until === undefined || until > now || until >= notAfter ? undefined : { serial, at: dateOf(until), reason };

const dateOf = (seconds: number): Date => new Date(seconds * 1000);
