import { hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { base64urlDecode, base64urlEncode, HanlianError, schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { readFileIfPresent, writeFileAtomic } from '../storage/files.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';

const FILE = 'epochs.json';
const CONTEXT = 'hanlian document epochs';
/** OWASP's recommendation of 2023 for scrypt: N = 2^17, r = 8, p = 1; memory 128 · N · r bytes. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const SALT_BYTES = 16;

const fileSchema = z.strictObject({ v: z.literal(1), salt: schemas.random16, box: z.string() });

/** What opens a hub's stores. */
export interface Secret {
  readonly text: string;
  /** Drawn at random with 256 bits: nobody can try them all, so it is not stretched, which would cost a start its time. */
  readonly drawn: boolean;
}
const contentSchema = z.strictObject({
  index: z.string(),
  current: z.int().min(1),
  keys: z.array(z.strictObject({ epoch: z.int().min(1), key: z.string() })).min(1),
});

/** One generation of the key that wraps the holders' keys. */
export interface Epoch {
  readonly number: number;
  readonly key: Uint8Array;
}

/**
 * The keys that wrap the holders' keys, themselves under the passphrase, in one small file. A new epoch makes every
 * copy of the key database made before worthless, once the old epoch's key is dropped from the file.
 */
export class Epochs {
  readonly #path: string;
  readonly #salt: string;
  readonly #master: Uint8Array;
  #content: z.infer<typeof contentSchema>;
  #epochs: ReadonlyMap<number, Epoch>;

  private constructor(
    path: string,
    salt: string,
    master: Uint8Array,
    content: z.infer<typeof contentSchema>,
  ) {
    this.#path = path;
    this.#salt = salt;
    this.#master = master;
    this.#content = content;
    this.#epochs = epochsOf(content);
  }

  /** @throws {HanlianError} DOCUMENT_DAMAGED when the secret or the file is not the one it was made with */
  static async open(folder: string, secret: Secret): Promise<Epochs> {
    const path = join(folder, FILE);
    const text = await readFileIfPresent(path);
    return text === undefined ? Epochs.#create(path, secret) : Epochs.#read(path, text, secret);
  }

  static async #create(path: string, secret: Secret): Promise<Epochs> {
    const salt = base64urlEncode(randomBytes(SALT_BYTES));
    const first = { epoch: 1, key: newKey() };
    const epochs = new Epochs(path, salt, await masterKey(secret, salt), {
      index: newKey(),
      current: 1,
      keys: [first],
    });
    await epochs.#save(epochs.#content);
    return epochs;
  }

  static async #read(path: string, text: string, secret: Secret): Promise<Epochs> {
    const { salt, box } = fileSchema.parse(JSON.parse(text));
    const master = await masterKey(secret, salt);
    const plain = decrypt(master, base64urlDecode(box), CONTEXT);
    if (plain === undefined) {
      throw new HanlianError('DOCUMENT_DAMAGED', `The secret does not open ${path}, or the file is damaged`);
    }
    return new Epochs(path, salt, master, contentSchema.parse(JSON.parse(plain.toString())));
  }

  /** The epoch new keys are wrapped under. */
  get current(): Epoch {
    return this.find(this.#content.current) as Epoch;
  }

  /** Whether a turn of the epoch was interrupted. */
  get turning(): boolean {
    return this.#content.keys.length > 1;
  }

  find(number: number): Epoch | undefined {
    return this.#epochs.get(number);
  }

  /** A key for one purpose that stays the same over all epochs. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', base64urlDecode(this.#content.index), '', purpose, KEY_BYTES));
  }

  /** Begins a new epoch beside the old one. */
  async begin(): Promise<void> {
    const next = this.#content.current + 1;
    await this.#save({
      ...this.#content,
      current: next,
      keys: [...this.#content.keys, { epoch: next, key: newKey() }],
    });
  }

  /** Forgets all epochs but the current one. */
  async finish(): Promise<void> {
    const { current, keys } = this.#content;
    await this.#save({ ...this.#content, keys: keys.filter(({ epoch }) => epoch === current) });
  }

  async #save(content: z.infer<typeof contentSchema>): Promise<void> {
    const box = encrypt(this.#master, Buffer.from(JSON.stringify(content)), CONTEXT, randomBytes);
    await writeFileAtomic(this.#path, JSON.stringify({ v: 1, salt: this.#salt, box: base64urlEncode(box) }));
    this.#content = content;
    this.#epochs = epochsOf(content);
  }
}

const epochsOf = ({ keys }: z.infer<typeof contentSchema>): ReadonlyMap<number, Epoch> =>
  new Map(keys.map(({ epoch, key }) => [epoch, { number: epoch, key: base64urlDecode(key) }]));

const newKey = (): string => base64urlEncode(randomBytes(KEY_BYTES));

const masterKey = async ({ text, drawn }: Secret, salt: string): Promise<Uint8Array> =>
  drawn
    ? new Uint8Array(hkdfSync('sha256', text, base64urlDecode(salt), CONTEXT, KEY_BYTES))
    : promisify<string, Uint8Array, number, object, Buffer>(scrypt)(
        text,
        base64urlDecode(salt),
        KEY_BYTES,
        COST,
      );
