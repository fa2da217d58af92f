import { consentStanding, keys, type ConsentRecord, type ConsentView } from '@hanlian/chaincode/domain';
import type { HolderKeys } from '../../documents/holder-keys.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Store } from '../../storage/store.js';
import { unknownCursor } from '../pages.js';
import { recordAt } from '../records.js';
import type { Page, PageQuery } from '../types.js';
import type { PrivateCalls } from './private-calls.js';
import type { Speakers } from './speakers.js';

const OF = 'consentof~';
const PARTIES = 'consentby~';
const ABOUT = 'consentabout~';

interface KnownParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly calls: PrivateCalls;
  readonly speakers: Speakers;
  readonly model: Pick<ReadModel, 'get'>;
  readonly names: Pick<HolderKeys, 'name'>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A consent, and the department of this hub it concerns. */
export interface KnownConsent {
  readonly id: string;
  readonly department: string;
  readonly view: ConsentView;
}

/**
 * Which consents concern which departments of this hub, by their ids alone: what they say stays on the ledger, and can be
 * purged there; whose they are is kept as an HMAC under the hub's key. A bank's hub finds its own by asking the ledger of each new
 * one, so that nobody can keep one from it. What was learnt is never taken for true: whoever has a bound key can hand in a consent under an id that is taken.
 */
export class KnownConsents {
  readonly #parts: KnownParts;

  constructor(parts: KnownParts) {
    this.#parts = parts;
  }

  async learn(id: string, department: string, holder: string): Promise<void> {
    const none = Buffer.alloc(0);
    await this.#parts.writer.write([
      { type: 'put', key: `${OF}${department}~${id}`, value: none },
      { type: 'put', key: `${PARTIES}${id}~${department}`, value: none },
      { type: 'put', key: `${this.#about(holder)}${id}~${department}`, value: none },
    ]);
  }

  /** The consents of an enterprise under which data may be pulled now. */
  async liveOf(enterprise: string): Promise<readonly KnownConsent[]> {
    const prefix = this.#about(enterprise);
    const keys = await this.#parts.store.keys({ gte: prefix, lt: `${prefix}\uffff` }).all();
    const found: KnownConsent[] = [];
    for (const key of keys) {
      const [id = '', department = ''] = key.slice(prefix.length).split('~');
      const view = this.isLive(id) ? await this.viewFor(department, id) : undefined;
      if (view?.consent.statement.holder === enterprise) found.push({ id, department, view });
    }
    return found;
  }

  /** Whether data may be pulled under a consent now: not paused, withdrawn, expired, or still to begin. */
  isLive(id: string): boolean {
    const { model, now } = this.#parts;
    const record = recordAt(model, keys.consent(id)) as ConsentRecord | undefined;
    return record !== undefined && consentStanding(record, now()) === 'active';
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
      if (!learnt.includes(department)) await this.learn(id, department, view.consent.statement.holder);
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
    return calls.readOwn<ConsentView>(await speakers.of(department), 'getConsent', { id });
  }

  /** A department's, in the order of their ids. @throws {HanlianError} FIELD_INVALID */
  async page(department: string, { limit, cursor }: PageQuery): Promise<Page<string>> {
    const prefix = `${OF}${department}~`;
    if (cursor !== undefined && this.#parts.store.getSync(prefix + cursor) === undefined)
      throw unknownCursor();
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

  #about(enterprise: string): string {
    return `${ABOUT}${this.#parts.names.name({ typeCode: 'consents of', code: enterprise })}~`;
  }
}
