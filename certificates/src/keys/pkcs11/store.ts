import { HanlianError } from '@hanlian/chaincode/domain';
import { requireKeyName } from '../names.js';
import type { SignatureAlgorithm, Signer } from '../signer.js';
import type { KeyStore } from '../store.js';
import { drawPair, labels, privateKey, publicKey, signWith } from './keys.js';
import { Token, type TokenOptions } from './token.js';

export interface TokenKeyStoreOptions extends TokenOptions {
  /** Set before each name, so that several organisations may share a token. */
  readonly prefix: string;
}

/**
 * Keeps P-256 keys in a hardware module (PKCS #11 2.40): they are drawn there, found by their label and never leave it.
 * A key is as durable as the token says when it has drawn one. Throws PKCS11_MODULE_MISSING, PKCS11_TOKEN_ABSENT,
 * PKCS11_PIN_REFUSED, PKCS11_UNAVAILABLE, as does everything asked of it later.
 */
export const openTokenKeyStore = async ({ prefix, ...options }: TokenKeyStoreOptions): Promise<KeyStore> =>
  new TokenKeyStore(await Token.open(options), prefix);

class TokenKeyStore implements KeyStore {
  readonly #token: Token;
  readonly #prefix: string;

  constructor(token: Token, prefix: string) {
    this.#token = token;
    this.#prefix = prefix;
  }

  async create(name: string, algorithm: SignatureAlgorithm = 'ES256'): Promise<Signer> {
    const label = this.#label(name);
    if (algorithm !== 'ES256') {
      throw new HanlianError('KEY_UNSUPPORTED', 'The token keeps P-256 keys only', { expected: ['P-256'] });
    }
    await this.#token.run(async (session) => {
      if (privateKey(session, label)) {
        throw new HanlianError('KEY_EXISTS', `A key named ${name} exists; choose another name`);
      }
      await drawPair(session, label);
    });
    return this.signer(name);
  }

  async signer(name: string): Promise<Signer> {
    const label = this.#label(name);
    const token = this.#token;
    const known = await token.run(async (session) => {
      const key = privateKey(session, label);
      return Promise.resolve(key && publicKey(session, key));
    });
    if (known === undefined) throw missing(name);
    return {
      algorithm: 'ES256',
      publicKey: known,
      sign: (message) =>
        token.run((session) => {
          const key = privateKey(session, label);
          if (key === undefined) throw missing(name);
          return signWith(session, key, message);
        }),
    };
  }

  async has(name: string): Promise<boolean> {
    const label = this.#label(name);
    return this.#token.run((session) => Promise.resolve(privateKey(session, label) !== undefined));
  }

  async list(): Promise<string[]> {
    const all = await this.#token.run((session) => Promise.resolve(labels(session)));
    return all
      .filter((label) => label.startsWith(this.#prefix))
      .map((label) => label.slice(this.#prefix.length))
      .sort();
  }

  #label(name: string): string {
    requireKeyName(name);
    return this.#prefix + name;
  }
}

const missing = (name: string): HanlianError =>
  new HanlianError('KEY_NOT_FOUND', `No key named ${name} in the token; create it or check the name`);
