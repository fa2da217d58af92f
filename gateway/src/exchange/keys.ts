import { createHash } from 'node:crypto';
import type { KeyStore, Signer } from '@hanlian/certificates';

/** As what a department's key stands in the registry (`hkey~id`). */
export interface ExchangeKey {
  readonly id: string;
  /** SubjectPublicKeyInfo in DER, base64url. */
  readonly publicKey: string;
}

const nameOf = (department: string): string => `exchange-${department}`;

/** The keys with which the departments of this hub sign what they send to others. */
export class ExchangeKeys {
  readonly #keys: KeyStore;
  readonly #making = new Map<string, Promise<Signer>>();
  readonly #known = new Map<string, ExchangeKey>();

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /** A department's, made when it is first asked for. */
  async of(department: string): Promise<ExchangeKey> {
    const name = nameOf(department);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const making = this.#making.get(name) ?? this.#signer(name);
    this.#making.set(name, making);
    const { publicKey } = await making.finally(() => this.#making.delete(name));
    const der = publicKey.export({ format: 'der', type: 'spki' });
    const key = {
      id: createHash('sha256').update(der).digest('base64url'),
      publicKey: der.toString('base64url'),
    };
    this.#known.set(name, key);
    return key;
  }

  async #signer(name: string): Promise<Signer> {
    return (await this.#keys.has(name)) ? this.#keys.signer(name) : this.#keys.create(name);
  }

  /** The signature over bytes, base64url of its DER. */
  async sign(department: string, bytes: Uint8Array): Promise<string> {
    const signer = await this.#keys.signer(nameOf(department));
    return Buffer.from(await signer.sign(bytes)).toString('base64url');
  }
}
