import type { ConsentView } from '@hanlian/chaincode/domain';
import { LedgerError } from '../../ledger/port.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Store } from '../../storage/store.js';
import type { Page, PageQuery } from '../types.js';
import type { PrivateCalls } from './private-calls.js';
import type { Speakers } from './speakers.js';

const OF = 'consentof~';
const PARTIES = 'consentby~';

/** A consent that is not this bank's, or that this organisation holds nothing of. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'OTHER_DEPARTMENT',
  'CONSENT_UNKNOWN',
  'CONSENT_FORGOTTEN',
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
 * purged there. A bank's hub finds its own by asking the ledger of each new one, so that nobody can keep one from it.
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

  isOf(department: string, id: string): boolean {
    return this.#parts.store.getSync(`${OF}${department}~${id}`) !== undefined;
  }

  /** The departments of this hub a consent concerns. */
  async partiesOf(id: string): Promise<readonly string[]> {
    const prefix = `${PARTIES}${id}~`;
    const keys = await this.#parts.store.keys({ gte: prefix, lt: `${prefix}\uffff` }).all();
    if (keys.length > 0) return keys.map((key) => key.slice(prefix.length));
    for (const bank of this.#parts.speakers.recipients()) {
      if (!(await this.#isFor(bank, id))) continue;
      await this.learn(id, bank);
      return [bank];
    }
    return [];
  }

  /** A department's, in the order of their ids. */
  async page(department: string, { limit, cursor }: PageQuery): Promise<Page<string>> {
    const prefix = `${OF}${department}~`;
    const range = { gt: `${prefix}${cursor ?? ''}`, lt: `${prefix}\uffff`, limit: limit + 1 };
    const keys = await this.#parts.store.keys(range).all();
    const items = keys.slice(0, limit).map((key) => key.slice(prefix.length));
    return { items, ...(keys.length > limit && { next: items.at(-1) as string }) };
  }

  async #isFor(bank: string, id: string): Promise<boolean> {
    const { calls, speakers } = this.#parts;
    try {
      await calls.read<ConsentView>(await speakers.of(bank), 'getConsent', { id });
      return true;
    } catch (error) {
      if (error instanceof LedgerError && NOT_OURS.has(error.code)) return false;
      throw error;
    }
  }
}
