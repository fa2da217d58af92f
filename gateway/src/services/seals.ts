import { createSealer, type KeyStore, type Sealer } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { SealCertificates, SealOwner } from '../pki/index.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';

const PREFIX = 'sealcert~';
/** One certificate of a chain in PEM. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;
const keyName = (department: string): string => `seal-${department}`;

/** The seals of this hub's departments. */
export class Seals {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #keys: KeyStore;
  readonly #certificates: SealCertificates;
  readonly #sealers = new Map<string, Sealer>();

  constructor(parts: { store: Store; writer: GroupWriter; keys: KeyStore; certificates: SealCertificates }) {
    this.#store = parts.store;
    this.#writer = parts.writer;
    this.#keys = parts.keys;
    this.#certificates = parts.certificates;
  }

  /** Makes a department's seal key and certificate, or gives those that are there. */
  async make({ code, name }: SealOwner): Promise<Sealer> {
    if (this.#store.getSync(PREFIX + code) === undefined) {
      const key = keyName(code);
      const signer = (await this.#keys.has(key))
        ? await this.#keys.signer(key)
        : await this.#keys.create(key);
      const owner = { code, name };
      const { chain, changes } = await this.#certificates.issue(owner, signer.publicKey, 'ES256');
      const value = Buffer.from(chain.join(''));
      await this.#writer.write([...changes, { type: 'put', key: PREFIX + code, value }]);
    }
    return this.sealer(code);
  }

  /** @throws {HanlianError} FORBIDDEN when the department keeps no seal in this hub */
  async sealer(department: string): Promise<Sealer> {
    const known = this.#sealers.get(department);
    if (known !== undefined) return known;
    const chain = this.#store
      .getSync(PREFIX + department)
      ?.toString()
      .match(CERTIFICATE);
    if (!chain) {
      throw new HanlianError('FORBIDDEN', `Department ${department} keeps no seal in this hub`);
    }
    const sealer = createSealer(await this.#keys.signer(keyName(department)), chain as [string, ...string[]]);
    this.#sealers.set(department, sealer);
    return sealer;
  }
}
