import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HanlianError } from '@hanlian/chaincode/domain';
import { makeFolder, writeNewFile } from './durable.js';
import { boxSchema, decrypt, derivationSchema, deriveKey, encrypt, newDerivation } from './encryption.js';
import { isKeyName, requireKeyName } from './names.js';
import { drawKey, signerOf, type SignatureAlgorithm, type Signer } from './signer.js';
import type { KeyStore } from './store.js';

const HEADER_FILE = 'keystore.json';
const HEADER_CONTEXT = 'hanlian-keystore/1';
const KEY_SUFFIX = '.key.json';

/** `check` encrypts nothing: its tag alone tells whether the passphrase is right. */
const headerSchema = z.strictObject({ v: z.literal(1), derivation: derivationSchema, check: boxSchema });

const keyFileSchema = z.strictObject({
  v: z.literal(1),
  name: z.string(),
  algorithm: z.enum(['ES256', 'SM2', 'Ed25519']),
  privateKey: boxSchema,
});

export interface FileKeyStoreOptions {
  /** Made when missing, readable by its owner only. */
  readonly folder: string;
  /** From configuration, never from the folder. */
  readonly passphrase: string;
}

/**
 * Opens a folder of encrypted keys: one file a key, PKCS#8 under AES-256-GCM, with one key that scrypt derives from the
 * passphrase. A name is bound to its file, so that exchanging two files is found out.
 * Throws KEYSTORE_PASSPHRASE_WRONG, KEYSTORE_DAMAGED.
 */
export const openFileKeyStore = async ({ folder, passphrase }: FileKeyStoreOptions): Promise<KeyStore> => {
  await makeFolder(folder);
  return new FileKeyStore(folder, await openHeader(join(folder, HEADER_FILE), passphrase));
};

class FileKeyStore implements KeyStore {
  readonly #folder: string;
  readonly #masterKey: Uint8Array;
  readonly #signers = new Map<string, Signer>();

  constructor(folder: string, masterKey: Uint8Array) {
    this.#folder = folder;
    this.#masterKey = masterKey;
  }

  async create(name: string, algorithm: SignatureAlgorithm = 'ES256'): Promise<Signer> {
    const path = this.#path(name);
    const privateKey = drawKey(algorithm);
    const content = {
      v: 1,
      name,
      algorithm,
      privateKey: encrypt(this.#masterKey, privateKey.export({ format: 'der', type: 'pkcs8' }), name),
    };
    try {
      await writeNewFile(path, JSON.stringify(content));
    } catch (cause) {
      if (!hasCode(cause, 'EEXIST')) throw cause;
      throw new HanlianError('KEY_EXISTS', `A key named ${name} exists; choose another name`, {}, { cause });
    }
    return this.#remember(name, privateKey);
  }

  async signer(name: string): Promise<Signer> {
    return this.#signers.get(name) ?? this.#remember(name, await this.#read(name));
  }

  async has(name: string): Promise<boolean> {
    return (await readIfPresent(this.#path(name))) !== undefined;
  }

  async list(): Promise<string[]> {
    const files = await readdir(this.#folder);
    return files
      .filter((file) => file.endsWith(KEY_SUFFIX))
      .map((file) => file.slice(0, -KEY_SUFFIX.length))
      .filter(isKeyName)
      .sort();
  }

  async #read(name: string): Promise<KeyObject> {
    const path = this.#path(name);
    const text = await readIfPresent(path);
    if (text === undefined) {
      throw new HanlianError('KEY_NOT_FOUND', `No key named ${name}; create it or check the name`);
    }
    try {
      const { privateKey } = keyFileSchema.parse(JSON.parse(text));
      const key = decrypt(this.#masterKey, privateKey, name);
      return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    } catch (cause) {
      throw damaged(path, cause);
    }
  }

  #remember(name: string, privateKey: KeyObject): Signer {
    const signer = signerOf(privateKey);
    this.#signers.set(name, signer);
    return signer;
  }

  #path(name: string): string {
    requireKeyName(name);
    return join(this.#folder, `${name}${KEY_SUFFIX}`);
  }
}

/** Gives the store's master key, of a new store or of the one that is there. */
const openHeader = async (path: string, passphrase: string): Promise<Uint8Array> => {
  const text = await readIfPresent(path);
  if (text !== undefined) return unlock(path, text, passphrase);
  const derivation = newDerivation();
  const masterKey = await deriveKey(derivation, passphrase);
  const header = { v: 1, derivation, check: encrypt(masterKey, new Uint8Array(), HEADER_CONTEXT) };
  await writeNewFile(path, JSON.stringify(header));
  return masterKey;
};

const unlock = async (path: string, text: string, passphrase: string): Promise<Uint8Array> => {
  const { derivation, check } = parseHeader(path, text);
  const masterKey = await deriveKey(derivation, passphrase);
  try {
    decrypt(masterKey, check, HEADER_CONTEXT);
  } catch (cause) {
    throw new HanlianError(
      'KEYSTORE_PASSPHRASE_WRONG',
      `The passphrase does not open ${path}; configure the one the store was made with`,
      {},
      { cause },
    );
  }
  return masterKey;
};

const parseHeader = (path: string, text: string): z.infer<typeof headerSchema> => {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(path, cause);
  }
};

const readIfPresent = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const damaged = (path: string, cause: unknown): HanlianError =>
  new HanlianError(
    'KEYSTORE_DAMAGED',
    `${path} is damaged or is another key's file; restore it from a backup`,
    {},
    { cause },
  );

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
