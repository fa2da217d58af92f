import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createAuthority,
  keysBeside,
  makeFolder,
  openAuthority,
  openFileKeyStore,
  openTokenKeyStore,
  type Authority,
  type KeyStore,
  type TokenOptions,
} from '@hanlian/certificates';
import type { Secret } from '../documents/epochs.js';
import { readFileIfPresent, writeFileAtomic } from '../storage/files.js';

const ROOT_KEY = 'root';
const NODE_KEY = 'node';
const SECRET_BYTES = 32;
/** The keys by which the organisation itself speaks; those of its callers and nodes are many, and sign often. */
const OF_ORGANISATION = /^(root$|issuing-|seal-)/;

/** An organisation's keys and its authority: they need no ledger, and the ledger needs the authority's certificate. */
export interface Vault {
  readonly secret: Secret;
  readonly keys: KeyStore;
  readonly authority: Authority;
}

export interface VaultOptions {
  /** The organisation's own folder. */
  readonly folder: string;
  readonly organisation: string;
  /** Absent: one is drawn, and kept beside the keys for its owner alone. */
  readonly secret: string | undefined;
  /** Where the organisation's own keys are drawn from now on; absent: in its folder, as all others. */
  readonly token?: TokenOptions | undefined;
  readonly clock: () => number;
}

const rootPath = (folder: string): string => join(folder, 'root.pem');

/** Opens an organisation's vault, or makes a new one. */
export async function openVault({
  folder,
  organisation,
  secret: given,
  token,
  clock,
}: VaultOptions): Promise<Vault> {
  await makeFolder(folder);
  const opened =
    given === undefined
      ? { text: await keptSecret(join(folder, 'secret')), drawn: true }
      : { text: given, drawn: false };
  const files = await openFileKeyStore({ folder: join(folder, 'key-store'), passphrase: opened.text });
  const keys = token === undefined ? files : await besideToken(files, token, organisation);
  const options = { organization: organisation, now: () => new Date(clock()) };
  const certificate = await rootCertificate(folder);
  if (certificate !== undefined) {
    const signer = await keys.signer(ROOT_KEY);
    return { secret: opened, keys, authority: openAuthority({ ...options, signer, certificate }) };
  }
  const signer = (await keys.has(ROOT_KEY)) ? await keys.signer(ROOT_KEY) : await keys.create(ROOT_KEY);
  const authority = await createAuthority({ ...options, signer });
  await writeFileAtomic(rootPath(folder), authority.certificate);
  return { secret: opened, keys, authority };
}

/** One token serves several organisations, each under its own name. */
const besideToken = async (files: KeyStore, token: TokenOptions, organisation: string): Promise<KeyStore> =>
  keysBeside(await openTokenKeyStore({ ...token, prefix: `${organisation}/` }), files, (name) =>
    OF_ORGANISATION.test(name),
  );

/** The certificate others know the organisation by; undefined when it has not been set up here. */
export const rootCertificate = (folder: string): Promise<string | undefined> =>
  readFileIfPresent(rootPath(folder));

/** The identity of the organisation's ledger node, made when there is none. */
export async function nodeIdentity(
  folder: string,
  { keys, authority }: Vault,
): Promise<{ certificate: string; signer: Awaited<ReturnType<KeyStore['signer']>> }> {
  const signer = (await keys.has(NODE_KEY)) ? await keys.signer(NODE_KEY) : await keys.create(NODE_KEY);
  const path = join(folder, 'node.pem');
  const known = await readFileIfPresent(path);
  if (known !== undefined) return { certificate: known, signer };
  const certificate = await authority.issueIdentity({
    commonName: NODE_KEY,
    publicKey: signer.publicKey,
    kind: 'node',
  });
  await writeFileAtomic(path, certificate);
  return { certificate, signer };
}

async function keptSecret(path: string): Promise<string> {
  const kept = await readFileIfPresent(path);
  if (kept !== undefined) return kept;
  const drawn = randomBytes(SECRET_BYTES).toString('base64url');
  await writeFileAtomic(path, drawn);
  return drawn;
}
