import { webcrypto, type KeyObject } from 'node:crypto';
import { CryptoEngine, PublicKeyInfo } from 'pkijs';
import type { Signer } from '../keys/signer.js';

/** The hash of every signature made here, by its WebCrypto name. */
export const HASH = 'SHA-256';

/**
 * pkijs on Node's WebCrypto. It is passed to each call: pkijs' global engine would be shared with whatever else runs in
 * the process.
 */
export const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as Crypto });

/** What pkijs takes for a private key, and the engine that signs with it: the private key itself stays in its store. */
export interface SigningHandle {
  readonly engine: CryptoEngine;
  readonly key: CryptoKey;
}

class SignerEngine extends CryptoEngine {
  readonly #signer: Signer;

  constructor(signer: Signer) {
    super({ name: 'signer', crypto: webcrypto as Crypto });
    this.#signer = signer;
  }

  override async signWithPrivateKey(data: BufferSource): Promise<ArrayBuffer> {
    return arrayBuffer(await this.#signer.sign(bytesOf(data)));
  }
}

export const signingHandle = (signer: Signer): SigningHandle => ({
  engine: new SignerEngine(signer),
  key: signer.publicKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']) as CryptoKey,
});

/** RFC 5280 §4.1.2.7. */
export const publicKeyInfo = (publicKey: KeyObject): PublicKeyInfo =>
  PublicKeyInfo.fromBER(publicKey.export({ format: 'der', type: 'spki' }));

const bytesOf = (data: BufferSource): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);

export const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
