import { X509Certificate } from 'node:crypto';
import type { KeyStore } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Identity } from '../ledger/port.js';
import type { SigningDesk } from '../outbox/signing-desk.js';
import type { Signatory } from '../outbox/submission.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { endOf, type Ending } from '../vitals/endings.js';
import type { Attributes, Certified, Enroller } from './enroller.js';

export interface IdentitiesOptions {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly keys: KeyStore;
  readonly enroller: Enroller;
  /** Where what others sign with keys of their own waits. */
  readonly desk: SigningDesk;
  /** What a caller's certificate says of it; undefined when this hub does not know the caller. */
  readonly attributesOf: (name: string) => Attributes | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

interface Known extends Certified {
  readonly signatory: Signatory;
  readonly expires: number;
  /** When it is to be renewed; later again after an attempt that failed. */
  renewAt: number;
}

const PREFIX = 'idn~';
/** Certificates whose keys are with their callers. */
const HELD = 'idh~';
const HOUR_MS = 3_600_000;
/** A certificate with less than this left is renewed when it is next used. */
const RENEW_BEFORE_MS = 30 * 24 * HOUR_MS;

/**
 * The X.509 identities this hub signs transactions with. Certificates lie in the store, keys in the key store. A
 * certificate is renewed over its key before it expires.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #mspId: string;
  readonly #known = new Map<string, Known>();
  readonly #held = new Map<string, Signatory>();
  readonly #renewing = new Map<string, Promise<Signatory>>();
  readonly #enrolling = new Map<string, Promise<void>>();

  constructor(mspId: string, options: IdentitiesOptions) {
    this.#mspId = mspId;
    this.#options = options;
  }

  /** Makes an identity, or gives the one of that name; whoever asks meanwhile waits for the same one. */
  async enrol(name: string, attributes: Attributes): Promise<Signatory> {
    if (this.#options.store.getSync(PREFIX + name) === undefined) {
      const enrolling = this.#enrolling.get(name) ?? this.#enrol(name, attributes);
      this.#enrolling.set(name, enrolling);
      await enrolling.finally(() => this.#enrolling.delete(name));
    }
    return this.signatory(name);
  }

  /** Whether an identity of that name is known here, wherever its key is. */
  has(name: string): boolean {
    return this.#options.store.getSync(PREFIX + name) !== undefined || this.held(name) !== undefined;
  }

  /** Has its certificates revoked. @throws {HanlianError} AUTHORITY_UNAVAILABLE, ENROLMENT_REFUSED */
  revoke(name: string): Promise<void> {
    return this.#options.enroller.revoke(name);
  }

  get mspId(): string {
    return this.#mspId;
  }

  /** Has a key certified that stays with its caller, by a request the key itself signed. */
  async certify(name: string, request: string, attributes: Attributes): Promise<string> {
    return this.held(name) ?? (await this.#options.enroller.certify(name, request, attributes));
  }

  /** What keeps such a certificate. */
  holding(name: string, certificate: string): Change {
    return { type: 'put', key: HELD + name, value: Buffer.from(certificate) };
  }

  held(name: string): string | undefined {
    return this.#options.store.getSync(HELD + name)?.toString();
  }

  /** @throws {HanlianError} INTERNAL when there is none of that name */
  async signatory(name: string): Promise<Signatory> {
    const held = this.#held.get(name) ?? this.#findHeld(name);
    if (held !== undefined) return held;
    const known = this.#known.get(name) ?? (await this.#find(name));
    if (this.#options.clock() < known.renewAt) return known.signatory;
    const renewing = this.#renewing.get(name) ?? this.#renew(name, known);
    this.#renewing.set(name, renewing);
    return renewing.finally(() => this.#renewing.delete(name));
  }

  /** When the certificates end that this hub's identities sign with, by their newest one. */
  async *endings(): AsyncGenerator<Ending> {
    for (const prefix of [PREFIX, HELD]) {
      for await (const [key, value] of this.#options.store.iterator({ gte: prefix, lt: `${prefix}\uffff` })) {
        yield endOf('callerCertificate', key.slice(prefix.length), value.toString());
      }
    }
  }

  async #enrol(name: string, attributes: Attributes): Promise<void> {
    const { keys, enroller } = this.#options;
    const signer = (await keys.has(name)) ? await keys.signer(name) : await keys.create(name);
    await this.#keep(name, await enroller.enrol(name, signer, attributes));
  }

  async #find(name: string): Promise<Known> {
    const { store, keys } = this.#options;
    const certificate = store.getSync(PREFIX + name)?.toString();
    if (certificate === undefined) throw new HanlianError('INTERNAL', `This hub has no identity ${name}`);
    const signer = await keys.signer(name);
    const identity: Identity = { mspId: this.#mspId, certificate };
    const expires = new X509Certificate(certificate).validToDate.getTime();
    const renewAt = expires - RENEW_BEFORE_MS;
    const known = { certificate, signer, signatory: { identity, signer }, expires, renewAt };
    this.#known.set(name, known);
    return known;
  }

  /** Whoever cannot be renewed now goes on with the certificate it has, as long as that counts. */
  async #renew(name: string, known: Known): Promise<Signatory> {
    const { enroller, attributesOf, clock } = this.#options;
    const attributes = attributesOf(name);
    if (attributes === undefined) return known.signatory;
    try {
      await this.#keep(name, await enroller.renew(name, known, attributes));
    } catch (error) {
      if (clock() >= known.expires) throw error;
      known.renewAt = clock() + HOUR_MS;
      return known.signatory;
    }
    return (await this.#find(name)).signatory;
  }

  async #keep(name: string, certificate: string): Promise<void> {
    await this.#options.writer.write([{ type: 'put', key: PREFIX + name, value: Buffer.from(certificate) }]);
  }

  #findHeld(name: string): Signatory | undefined {
    const certificate = this.held(name);
    if (certificate === undefined) return undefined;
    const signatory = this.#options.desk.signatory({ mspId: this.#mspId, certificate });
    this.#held.set(name, signatory);
    return signatory;
  }
}
