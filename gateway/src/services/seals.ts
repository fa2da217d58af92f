import { randomBytes } from 'node:crypto';
import { createSealer, type Certified, type KeyStore, type Sealer } from '@hanlian/certificates';
import { formInForce, HanlianError, type Instant } from '@hanlian/chaincode/domain';
import type { IssuedSeal, SealCertificates, SealOwner } from '../pki/index.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import type { RegistryView } from './registry-view.js';

/**
 * Where the chain of a department's first seal stands, and its key. A seal that follows has `~`, the second it was made
 * in and a drawn name after the place, and `-` and that name after the key.
 */
const CHAIN: Readonly<Record<Certified, string>> = { ES256: 'sealcert~', SM2: 'sm2sealcert~' };
const KEY: Readonly<Record<Certified, string>> = { ES256: 'seal-', SM2: 'sm2seal-' };
const SUITES = Object.keys(CHAIN) as Certified[];
const NAME_BYTES = 8;
const SECOND_DIGITS = 11;
/** When none was registered yet: of a department's seals it means the first. */
const BEFORE_ANY: Instant = 0;
/** One certificate of a chain in PEM. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;

/** What a department seals a batch with. */
export interface Sealers {
  readonly sealer: Sealer;
  /** Where the registry has it seal in SM2 too. */
  readonly sm2Sealer?: Sealer;
}

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly keys: KeyStore;
  readonly certificates: SealCertificates;
  readonly registry: RegistryView;
}

const elsewhere = (department: string, suite: Certified): HanlianError =>
  new HanlianError('SEAL_ELSEWHERE', `Department ${department} keeps no ${suite} seal in this hub`);

/** The seals of this hub's departments. */
export class Seals {
  readonly #parts: Parts;
  /** By chain and department, oldest first; read once. Seals are made here alone, so that none is missed. */
  readonly #known = new Map<string, Promise<Sealer[]>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes a department's seal key of a suite and its certificate, or gives those that are there. */
  async make({ code, name }: SealOwner, suite: Certified = 'ES256'): Promise<Sealer> {
    const { store, writer, keys, certificates } = this.#parts;
    const place = CHAIN[suite] + code;
    if (store.getSync(place) === undefined) {
      const key = KEY[suite] + code;
      const signer = (await keys.has(key)) ? await keys.signer(key) : await keys.create(key, suite);
      const { chain, changes } = await certificates.issue({ code, name }, signer.publicKey, suite);
      await writer.write([...changes, chainAt(place, chain)]);
      this.#known.delete(place);
    }
    return this.#sealer(code, suite, BEFORE_ANY);
  }

  /** The first of the seals of a suite as it was made: its certificate and its issuer's, PEM. */
  first(department: string, suite: Certified): readonly [string, string] {
    const kept = this.#parts.store.getSync(CHAIN[suite] + department);
    const [own, issuer] = kept?.toString().match(CERTIFICATE) ?? [];
    if (own !== undefined && issuer !== undefined) return [own, issuer];
    throw elsewhere(department, suite);
  }

  /**
   * Draws the key that follows one kept here, and its certificate. The department seals with it from when the ledger has
   * it registered; until then, and for good if that is refused, it seals as before.
   *
   * @throws {HanlianError} FIELD_INVALID when the key is kept elsewhere
   */
  async renew(owner: SealOwner, key: string): Promise<{ issued: IssuedSeal; suite: Certified }> {
    const { keys, certificates } = this.#parts;
    const suite = await this.#suiteOf(owner.code, key);
    const name = randomBytes(NAME_BYTES).toString('hex');
    const signer = await keys.create(`${KEY[suite]}${owner.code}-${name}`, suite);
    const issued = await certificates.issue(owner, signer.publicKey, suite);
    (await this.#kept(owner.code, suite)).push(createSealer(signer, issued.chain));
    const second = String(issued.given.notBefore).padStart(SECOND_DIGITS, '0');
    const kept = chainAt(`${CHAIN[suite]}${owner.code}~${second}~${name}`, issued.chain);
    return { issued: { ...issued, changes: [...issued.changes, kept] }, suite };
  }

  /**
   * What a department seals with at an instant.
   * @throws {HanlianError} SEAL_ELSEWHERE when it keeps no such seal in this hub
   */
  async sealersAt(department: string, at: Instant): Promise<Sealers> {
    const sealer = await this.#sealer(department, 'ES256', at);
    return this.inSm2(department, at)
      ? { sealer, sm2Sealer: await this.#sealer(department, 'SM2', at) }
      : { sealer };
  }

  /**
   * The department's seal of a suite that may sign at an instant: for what no ledger refuses afterwards.
   * @throws {HanlianError} SEAL_ELSEWHERE when it keeps no such seal in this hub; SEAL_KEY_NOT_LIVE
   */
  async liveAt(department: string, at: Instant, suite: Certified = 'ES256'): Promise<Sealer> {
    const sealer = await this.#sealer(department, suite, at);
    if (this.#isLive(department, sealer, at)) return sealer;
    throw new HanlianError('SEAL_KEY_NOT_LIVE', `Department ${department} has no seal that may sign now`);
  }

  /** Whether the registry has a department seal in SM2 too. */
  inSm2(department: string, at: Instant): boolean {
    return (this.#parts.registry.department(department)?.sm2SealSince ?? Infinity) <= at;
  }

  /** The newest that may seal at an instant; where none may, the first, which the ledger then refuses by name. */
  async #sealer(department: string, suite: Certified, at: Instant): Promise<Sealer> {
    const all = await this.#kept(department, suite);
    const sealer = all.findLast((each) => this.#isLive(department, each, at)) ?? all[0];
    if (sealer) return sealer;
    throw elsewhere(department, suite);
  }

  #isLive(department: string, { keyDigest }: Sealer, at: Instant): boolean {
    const key = this.#parts.registry.sealKey(department, keyDigest);
    return key !== undefined && formInForce([key], at) !== undefined;
  }

  #kept(department: string, suite: Certified): Promise<Sealer[]> {
    const place = CHAIN[suite] + department;
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const read = this.#read(department, suite);
    this.#known.set(place, read);
    const forget = (): void => {
      if (this.#known.get(place) === read) this.#known.delete(place);
    };
    // Without any, the first is still to be made.
    read.then((sealers) => sealers.length === 0 && forget(), forget);
    return read;
  }

  async #read(department: string, suite: Certified): Promise<Sealer[]> {
    const { store, keys } = this.#parts;
    const place = CHAIN[suite] + department;
    const sealers: Sealer[] = [];
    for await (const [each, chain] of store.iterator({ gte: place, lt: `${place}~\uffff` })) {
      const name = each.split('~')[3];
      const key = `${KEY[suite]}${department}${name === undefined ? '' : `-${name}`}`;
      const certificates = chain.toString().match(CERTIFICATE) as unknown as [string, ...string[]];
      sealers.push(createSealer(await keys.signer(key), certificates));
    }
    return sealers;
  }

  async #suiteOf(department: string, key: string): Promise<Certified> {
    for (const suite of SUITES) {
      const kept = await this.#kept(department, suite);
      if (kept.some(({ keyDigest }) => keyDigest === key)) return suite;
    }
    throw new HanlianError('FIELD_INVALID', 'This key is kept elsewhere: its holder makes the next request', {
      field: 'request',
      expected: 'a PKCS#10 request signed with the key that follows',
    });
  }
}

const chainAt = (place: string, chain: readonly string[]): Change => ({
  type: 'put',
  key: place,
  value: Buffer.from(chain.join('')),
});
