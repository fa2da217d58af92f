import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { scopesOf, type Role } from '@hanlian/chaincode/domain';
import type { Caller } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';

/** What is kept of a caller: everything but the key, which only its digest stands for. */
interface Entry extends Omit<Caller, 'scopes' | 'role'> {
  readonly role: Role;
}

interface Known {
  readonly digest: Buffer;
  readonly caller: Caller;
}

const PREFIX = 'call~';
const KEY_BYTES = 32;
/** How many bytes of the digest find an entry; the rest is compared in constant time. */
const INDEX_BYTES = 8;

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
const keyOf = (digest: Buffer): string => PREFIX + digest.toString('hex');
const indexOf = (digest: Buffer): string => digest.toString('hex', 0, INDEX_BYTES);

/** Who may call this hub. */
export class Callers {
  readonly #writer: GroupWriter;
  readonly #known = new Map<string, Known>();

  private constructor(writer: GroupWriter) {
    this.#writer = writer;
  }

  static async open(store: Store, writer: GroupWriter): Promise<Callers> {
    const callers = new Callers(writer);
    for await (const [key, value] of store.iterator({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
      callers.#learn(Buffer.from(key.slice(PREFIX.length), 'hex'), JSON.parse(value.toString()) as Entry);
    }
    return callers;
  }

  /** Registers a caller and gives its key, which is shown this once and kept nowhere. An earlier key of the same caller ends. */
  async register(entry: Entry): Promise<string> {
    const key = randomBytes(KEY_BYTES).toString('base64url');
    const digest = digestOf(key);
    const value = Buffer.from(JSON.stringify(entry));
    const earlier = [...this.#known.values()].filter(({ caller }) => caller.id === entry.id);
    await this.#writer.write([
      ...earlier.map((known): Change => ({ type: 'del', key: keyOf(known.digest) })),
      { type: 'put', key: keyOf(digest), value },
    ]);
    for (const known of earlier) this.#known.delete(indexOf(known.digest));
    this.#learn(digest, entry);
    return key;
  }

  authenticate(bearer: string): Promise<Caller | undefined> {
    const digest = digestOf(bearer);
    const known = this.#known.get(indexOf(digest));
    return Promise.resolve(known && timingSafeEqual(known.digest, digest) ? known.caller : undefined);
  }

  /** The caller of that id, for work the hub does in its name. */
  find(id: string): Caller | undefined {
    return [...this.#known.values()].find(({ caller }) => caller.id === id)?.caller;
  }

  #learn(digest: Buffer, entry: Entry): void {
    this.#known.set(indexOf(digest), { digest, caller: { ...entry, scopes: scopesOf(entry.role) } });
  }
}
