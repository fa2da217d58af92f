import { createSealer, type Certified, type KeyStore, type Sealer } from '@hanlian/certificates';
import { HanlianError, type Instant } from '@hanlian/chaincode/domain';
import type { SealCertificates, SealOwner } from '../pki/index.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { RegistryView } from './registry-view.js';

/** Where the chain of a department's seal stands, and its key. */
const CHAIN: Readonly<Record<Certified, string>> = { ES256: 'sealcert~', SM2: 'sm2sealcert~' };
const KEY: Readonly<Record<Certified, string>> = { ES256: 'seal-', SM2: 'sm2seal-' };
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

/** The seals of this hub's departments. */
export class Seals {
  readonly #parts: Parts;
  readonly #sealers = new Map<string, Sealer>();

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
      await writer.write([...changes, { type: 'put', key: place, value: Buffer.from(chain.join('')) }]);
    }
    return this.#sealer(code, suite);
  }

  /**
   * What a department seals with at an instant.
   * @throws {HanlianError} FORBIDDEN when it keeps no such seal in this hub
   */
  async sealersAt(department: string, at: Instant): Promise<Sealers> {
    const sealer = await this.#sealer(department, 'ES256');
    const both = (this.#parts.registry.department(department)?.sm2SealSince ?? Infinity) <= at;
    return both ? { sealer, sm2Sealer: await this.#sealer(department, 'SM2') } : { sealer };
  }

  async #sealer(department: string, suite: Certified): Promise<Sealer> {
    const place = CHAIN[suite] + department;
    const known = this.#sealers.get(place);
    if (known !== undefined) return known;
    const chain = this.#parts.store.getSync(place)?.toString().match(CERTIFICATE);
    if (!chain) {
      throw new HanlianError('FORBIDDEN', `Department ${department} keeps no ${suite} seal in this hub`);
    }
    const signer = await this.#parts.keys.signer(KEY[suite] + department);
    const sealer = createSealer(signer, chain as [string, ...string[]]);
    this.#sealers.set(place, sealer);
    return sealer;
  }
}
