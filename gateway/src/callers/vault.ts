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

interface VaultOptions {
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

/** How the organisation's ledger node is certified, and how it was before. */
export interface NodeCertificates {
  readonly certificate: string;
  readonly signer: Awaited<ReturnType<KeyStore['signer']>>;
  readonly former: readonly string[];
}

/** The identity of the organisation's ledger node, made when there is none. */
export async function nodeIdentity(folder: string, vault: Vault): Promise<NodeCertificates> {
  const known = await readFileIfPresent(nodePath(folder));
  if (known === undefined) {
    const { certificate, signer } = await certifiedNode(vault, NODE_KEY);
    await writeFileAtomic(nodePath(folder), certificate);
    return { certificate, signer, former: [] };
  }
  const former = await formerNodes(folder, known);
  return { certificate: known, signer: await vault.keys.signer(nodeKey(former.length)), former };
}

/**
 * Certifies the organisation's ledger node anew, with a new key. The certificate it had is kept first, so that what it
 * endorsed counts at any instant; broken off, it is done again.
 */
export async function rotateNode(folder: string, vault: Vault): Promise<NodeCertificates> {
  const { certificate: present, former } = await nodeIdentity(folder, vault);
  const kept = [...former, present];
  const { certificate, signer } = await certifiedNode(vault, nodeKey(kept.length));
  await writeFileAtomic(formerPath(folder), kept.join(''));
  await writeFileAtomic(nodePath(folder), certificate);
  return { certificate, signer, former: kept };
}

const nodePath = (folder: string): string => join(folder, 'node.pem');
const formerPath = (folder: string): string => join(folder, 'former-nodes.pem');
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;

/** The key of the node that had so many before. */
const nodeKey = (former: number): string => (former === 0 ? NODE_KEY : `${NODE_KEY}-${former + 1}`);

/** A rotation that broke off has kept the present one already. */
async function formerNodes(folder: string, present: string): Promise<readonly string[]> {
  const kept = (await readFileIfPresent(formerPath(folder)))?.match(CERTIFICATE) ?? [];
  return kept.filter((certificate) => certificate !== present);
}

async function certifiedNode(
  { keys, authority }: Vault,
  name: string,
): Promise<Pick<NodeCertificates, 'certificate' | 'signer'>> {
  const signer = (await keys.has(name)) ? await keys.signer(name) : await keys.create(name);
  const { publicKey } = signer;
  return {
    certificate: await authority.issueIdentity({ commonName: NODE_KEY, publicKey, kind: 'node' }),
    signer,
  };
}

async function keptSecret(path: string): Promise<string> {
  const kept = await readFileIfPresent(path);
  if (kept !== undefined) return kept;
  const drawn = randomBytes(SECRET_BYTES).toString('base64url');
  await writeFileAtomic(path, drawn);
  return drawn;
}
