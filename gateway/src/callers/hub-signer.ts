import type { Authority, KeyStore, Signer } from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';

const KEY = 'hub-statements';
const CERTIFICATE = 'hubcert';

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly keys: KeyStore;
  readonly authority: Authority;
}

interface Opened {
  readonly signer: Signer;
  /** PEM, issued by the organisation's authority. */
  readonly certificate: string;
}

/** What this hub itself states: signed by a key of its own, which is made when it is first needed. */
export class HubSigner {
  readonly #parts: Parts;
  #opened: Promise<Opened> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** ECDSA P-256 with SHA-256 over the bytes (DER), and the certificate it verifies by. */
  async sign(bytes: Uint8Array): Promise<{ readonly signature: Uint8Array; readonly certificate: string }> {
    this.#opened ??= open(this.#parts);
    const { signer, certificate } = await this.#opened.catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return { signature: await signer.sign(bytes), certificate };
  }
}

async function open({ store, writer, keys, authority }: Parts): Promise<Opened> {
  const signer = (await keys.has(KEY)) ? await keys.signer(KEY) : await keys.create(KEY);
  const kept = store.getSync(CERTIFICATE)?.toString();
  if (kept !== undefined) return { signer, certificate: kept };
  const { publicKey } = signer;
  const certificate = await authority.issueIdentity({ commonName: KEY, publicKey, kind: 'client' });
  await writer.write([{ type: 'put', key: CERTIFICATE, value: Buffer.from(certificate) }]);
  return { signer, certificate };
}
