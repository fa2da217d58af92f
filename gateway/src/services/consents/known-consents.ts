import type { ConsentView } from '@hanlian/chaincode/domain';
import { LedgerError } from '../../ledger/port.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Store } from '../../storage/store.js';
import type { Page, PageQuery } from '../types.js';
import type { PrivateCalls } from './private-calls.js';
import type { Speakers } from './speakers.js';

const OF = 'consentof~';
const PARTIES = 'consentby~';

/** A consent that is another department's, or that this organisation holds nothing of. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'OTHER_DEPARTMENT',
  'CONSENT_UNKNOWN',
  'LEDGER_COLLECTION_NOT_MEMBER',
]);

interface KnownParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly calls: PrivateCalls;
  readonly speakers: Speakers;
}

/**
 * Which consents concern which departments of this hub, by their ids alone: what they say stays on the ledger, and can be
 * purged there. A bank's hub finds its own by asking the ledger of each new one, so that nobody can keep one from it. What was
 * learnt is never taken for true: whoever has a bound key can hand in a consent under an id that is taken.
 */
export class KnownConsents {
  readonly #parts: KnownParts;

  constructor(parts: KnownParts) {
    this.#parts = parts;
  }

  async learn(id: string, department: string): Promise<void> {
    const none = Buffer.alloc(0);
    await this.#parts.writer.write([
      { type: 'put', key: `${OF}${department}~${id}`, value: none },
      { type: 'put', key: `${PARTIES}${id}~${department}`, value: none },
    ]);
  }

  /**
   * The department of this hub a consent concerns, and what the ledger shows it; undefined where it concerns none.
   *
   * @throws {LedgerError} CONSENT_FORGOTTEN
   */
  async partyTo(
    id: string,
  ): Promise<{ readonly department: string; readonly view: ConsentView } | undefined> {
    const learnt = await this.#learnt(id);
    for (const department of new Set([...learnt, ...this.#parts.speakers.recipients()])) {
      const view = await this.viewFor(department, id);
      if (view === undefined) continue;
      if (!learnt.includes(department)) await this.learn(id, department);
      return { department, view };
    }
    return undefined;
  }

  /**
   * What a consent says to a department of this hub; undefined where it is not its own.
   *
   * @throws {LedgerError} CONSENT_FORGOTTEN
   */
  async viewFor(department: string, id: string): Promise<ConsentView | undefined> {
    const { calls, speakers } = this.#parts;
    try {
      return await calls.read<ConsentView>(await speakers.of(department), 'getConsent', { id });
    } catch (error) {
      if (error instanceof LedgerError && NOT_OURS.has(error.code)) return undefined;
      throw error;
    }
  }

  /** A department's, in the order of their ids. */
  async page(department: string, { limit, cursor }: PageQuery): Promise<Page<string>> {
    const prefix = `${OF}${department}~`;
    const range = { gt: `${prefix}${cursor ?? ''}`, lt: `${prefix}\uffff`, limit: limit + 1 };
    const keys = await this.#parts.store.keys(range).all();
    const items = keys.slice(0, limit).map((key) => key.slice(prefix.length));
    return { items, ...(keys.length > limit && { next: items.at(-1) as string }) };
  }

  async #learnt(id: string): Promise<readonly string[]> {
    const prefix = `${PARTIES}${id}~`;
    const keys = await this.#parts.store.keys({ gte: prefix, lt: `${prefix}\uffff` }).all();
    return keys.map((key) => key.slice(prefix.length));
  }
}
