import { createSealer, type Authority, type KeyStore, type Sealer } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';

const PREFIX = 'sealcert~';
const keyName = (department: string): string => `seal-${department}`;

/** A department as a seal certificate names it. */
export interface SealOwner {
  readonly code: string;
  readonly name: string;
}

/** The seals of this hub's departments. */
export class Seals {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #keys: KeyStore;
  readonly #authority: Authority;
  readonly #sealers = new Map<string, Sealer>();

  constructor(parts: { store: Store; writer: GroupWriter; keys: KeyStore; authority: Authority }) {
    this.#store = parts.store;
    this.#writer = parts.writer;
    this.#keys = parts.keys;
    this.#authority = parts.authority;
  }

  /** Makes a department's seal key and certificate, or gives those that are there. */
  async make({ code, name }: SealOwner): Promise<Sealer> {
    if (this.#store.getSync(PREFIX + code) === undefined) {
      const key = keyName(code);
      const signer = (await this.#keys.has(key))
        ? await this.#keys.signer(key)
        : await this.#keys.create(key);
      const certificate = await this.#authority.issueSeal({
        department: name,
        departmentCode: code,
        publicKey: signer.publicKey,
      });
      await this.#writer.write([{ type: 'put', key: PREFIX + code, value: Buffer.from(certificate) }]);
    }
    return this.sealer(code);
  }

  /** @throws {HanlianError} FORBIDDEN when the department keeps no seal in this hub */
  async sealer(department: string): Promise<Sealer> {
    const known = this.#sealers.get(department);
    if (known !== undefined) return known;
    const certificate = this.#store.getSync(PREFIX + department)?.toString();
    if (certificate === undefined) {
      throw new HanlianError('FORBIDDEN', `Department ${department} keeps no seal in this hub`);
    }
    const sealer = createSealer(await this.#keys.signer(keyName(department)), [certificate]);
    this.#sealers.set(department, sealer);
    return sealer;
  }
}
