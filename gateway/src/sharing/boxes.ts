import { randomBytes } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { decrypt, encrypt } from '../documents/cipher.js';
import { pooled } from '../storage/random.js';
import type { Put } from '../storage/store.js';

const nonces = pooled(randomBytes);

/** JSON values encrypted at rest, each under the name it is kept by, so that none can be put in another's place. */
export class Boxes {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  put(name: string, value: object): Put {
    const plain = Buffer.from(JSON.stringify(value));
    return { type: 'put', key: name, value: encrypt(this.#key, plain, name, nonces) };
  }

  /** @throws {HanlianError} DOCUMENT_DAMAGED */
  open(name: string, box: Uint8Array): unknown {
    const plain = decrypt(this.#key, box, name);
    if (plain === undefined) throw new HanlianError('DOCUMENT_DAMAGED', `${name} does not decrypt`);
    return JSON.parse(plain.toString());
  }
}
