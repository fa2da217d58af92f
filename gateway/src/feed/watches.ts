import { keys, type LicenseReference } from '@hanlian/chaincode/domain';
import type { HolderKeys } from '../documents/holder-keys.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';

const PREFIX = 'watch~';
const KEPT = 400 * 24 * 60 * 60;
/** A later verification renews what has less than this left. */
const RENEWED_BELOW = KEPT / 2;

type Serial = Omit<LicenseReference, 'version'>;

/**
 * Which departments of this hub have verified which certificates, so that they learn when one changes. A certificate
 * stands here as an HMAC under the hub's key: the store alone tells neither what was verified nor by which person, and
 * the list ends by itself.
 */
export class Watches {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #names: Pick<HolderKeys, 'name'>;
  readonly #now: () => number;

  constructor(parts: {
    store: Store;
    writer: GroupWriter;
    names: Pick<HolderKeys, 'name'>;
    now: () => number;
  }) {
    this.#store = parts.store;
    this.#writer = parts.writer;
    this.#names = parts.names;
    this.#now = parts.now;
  }

  /** Lets a department hear of a certificate's changes, all versions of its serial; on disk when this returns. */
  async watch(department: string, certificate: Serial): Promise<void> {
    const key = this.#prefix(certificate) + department;
    const until = this.#store.getSync(key);
    if (until !== undefined && Number(until.toString()) - this.#now() > RENEWED_BELOW) return;
    await this.#writer.write([{ type: 'put', key, value: Buffer.from(String(this.#now() + KEPT)) }]);
  }

  /** The departments that hear of a certificate's changes. */
  async of(certificate: Serial): Promise<string[]> {
    const prefix = this.#prefix(certificate);
    const entries = await this.#store.iterator(beginningWith(prefix)).all();
    return entries
      .filter(([, until]) => Number(until.toString()) > this.#now())
      .map(([key]) => key.slice(prefix.length));
  }

  /** Forgets what is out of date. */
  async sweep(): Promise<void> {
    const gone: Change[] = [];
    for await (const [key, until] of this.#store.iterator(beginningWith(PREFIX))) {
      if (Number(until.toString()) <= this.#now()) gone.push({ type: 'del', key });
    }
    if (gone.length > 0) await this.#writer.write(gone);
  }

  #prefix(certificate: Serial): string {
    return `${PREFIX}${this.#names.name({ typeCode: 'watch', code: keys.head(certificate) })}~`;
  }
}
