import {
  drawNextKey,
  successionStatement,
  type Authority,
  type KeyStore,
  type Signer,
  type TrustSuccession,
} from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';

const KEY = 'hub-statements';
const CERTIFICATE = 'hubcert';
/** What the key is called in the key store, since it was first rotated. */
const KEY_NAME = 'hubkey';
const SUCCESSIONS = 'hubsuccessions';

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

  /** How the key was handed on, oldest first. */
  get successions(): readonly TrustSuccession[] {
    return successionsIn(this.#parts.store);
  }
}

const successionsIn = (store: Store): TrustSuccession[] =>
  JSON.parse(store.getSync(SUCCESSIONS)?.toString() ?? '[]') as TrustSuccession[];

/**
 * Hands a hub's statements on to its next key, which the present one vouches for: whoever pinned the present certificate
 * goes on believing its trust files. Key, certificate and what vouches for it count together, from when this returns.
 */
export async function rotateHubKey(parts: Parts): Promise<{ readonly certificate: string }> {
  const { store, writer, keys, authority } = parts;
  const old = await open(parts);
  const { name, signer } = await drawNextKey(keys, KEY);
  const { publicKey } = signer;
  const certificate = await authority.issueIdentity({ commonName: KEY, publicKey, kind: 'client' });
  const value = await old.signer.sign(successionStatement(certificate));
  const link = {
    certificate: old.certificate,
    successor: certificate,
    value: Buffer.from(value).toString('base64'),
  };
  const kept = {
    [KEY_NAME]: name,
    [CERTIFICATE]: certificate,
    [SUCCESSIONS]: JSON.stringify([...successionsIn(store), link]),
  };
  await writer.write(
    Object.entries(kept).map(([key, text]) => ({ type: 'put', key, value: Buffer.from(text) })),
  );
  return { certificate };
}

async function open({ store, writer, keys, authority }: Parts): Promise<Opened> {
  const name = store.getSync(KEY_NAME)?.toString() ?? KEY;
  const signer = (await keys.has(name)) ? await keys.signer(name) : await keys.create(name);
  const kept = store.getSync(CERTIFICATE)?.toString();
  if (kept !== undefined) return { signer, certificate: kept };
  const { publicKey } = signer;
  const certificate = await authority.issueIdentity({ commonName: KEY, publicKey, kind: 'client' });
  await writer.write([{ type: 'put', key: CERTIFICATE, value: Buffer.from(certificate) }]);
  return { signer, certificate };
}
