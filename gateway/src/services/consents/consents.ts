import {
  consentStanding,
  formatInstant,
  HanlianError,
  keys,
  requireConsentTimes,
  requireNotAhead,
  requireOfNow,
  requireReportable,
  sharingBytes,
  type ConsentActInput,
  type ConsentAnswer,
  type ConsentInput,
  type ConsentReceipt,
  type ConsentRecord,
  type ConsentReport,
  type ConsentView,
  type ConsentViewInput,
  type PageQuery,
  type PullAnswer,
  type PullPage,
  type PullView,
  type RegistryEvidence,
  type SharingStatement,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { Settled, Signatory } from '../../outbox/submission.js';
import type { Once } from '../../storage/once.js';
import { random16, type Random } from '../../storage/random.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import { requireFirstAsked } from '../asked.js';
import { recordAt } from '../records.js';
import type { RegistryView } from '../registry-view.js';
import { requireSigner } from '../signer.js';
import type { Caller, Page, Services } from '../types.js';
import type { KnownConsents } from './known-consents.js';
import type { PrivateCalls } from './private-calls.js';
import type { Speakers } from './speakers.js';

const PULLS_SHOWN = 100;

interface ConsentsParts {
  readonly registry: RegistryView;
  readonly model: ReadModel;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly caughtUp: () => Promise<void>;
  readonly calls: PrivateCalls;
  readonly speakers: Speakers;
  readonly known: KnownConsents;
  /** Which signed questions were answered. */
  readonly asked: Once;
  readonly evidence: (names: readonly string[]) => Promise<RegistryEvidence>;
}

interface Signed {
  readonly statement: SharingStatement;
  readonly signature: string;
}

const unknown = (): HanlianError => new HanlianError('CONSENT_UNKNOWN', 'There is no such consent here');

/** Consents: what enterprises sign comes without a login, and is theirs to see; banks and the office see their own. */
export class Consents {
  readonly #parts: ConsentsParts;
  readonly service: Services['consents'];

  constructor(parts: ConsentsParts) {
    this.#parts = parts;
    this.service = {
      give: (input) => this.#give(input),
      act: (id, input) => this.#act(id, input),
      view: (id, input) => this.#view(id, input),
      list: (caller, query) => this.#list(caller, query),
      get: (caller, id, query) => this.#get(caller, id, query),
    };
  }

  async #give({ statement, signature }: ConsentInput): Promise<ConsentReceipt> {
    const { id, intent, holder, holderKey, recipient, agreement, provider } = statement;
    await this.#parts.caughtUp();
    requireConsentTimes(statement, this.#parts.now());
    requireReportable(statement.fields);
    this.#requireSigned({ statement, signature }, holderKey, holder);
    const speaker = await this.#parts.speakers.of(provider);
    const names = [keys.holderKey(holderKey), keys.department(recipient), keys.agreement(agreement)];
    await this.#parts.known.learn(id, provider, holder);
    const settled = await this.#parts.calls.write(speaker, {
      operation: 'giveConsent',
      request: { id, intent },
      transient: {
        consent: this.#salted({ statement, signature }),
        evidence: await this.#parts.evidence(names),
      },
    });
    return this.#receipt(id, settled);
  }

  async #act(id: string, { statement, signature }: ConsentActInput): Promise<ConsentReceipt> {
    const { act, intent, holderKey, issuedAt } = statement;
    const { speaker, view } = await this.#ofOffice(id, statement);
    requireNotAhead(issuedAt, this.#parts.now());
    this.#requireSigned({ statement, signature }, holderKey, view.consent.statement.holder);
    const settled = await this.#parts.calls.write(speaker, {
      operation: `${act}Consent`,
      request: { id, intent },
      transient: {
        act: this.#salted({ statement, signature }),
        evidence: await this.#parts.evidence([keys.holderKey(holderKey)]),
      },
    });
    return this.#receipt(id, settled);
  }

  async #view(id: string, { statement, signature, cursor }: ConsentViewInput): Promise<ConsentReport> {
    const { speaker, view } = await this.#ofOffice(id, statement);
    const { holderKey, issuedAt } = statement;
    requireOfNow(issuedAt, this.#parts.now());
    this.#requireSigned({ statement, signature }, holderKey, view.consent.statement.holder);
    await requireFirstAsked(this.#parts.asked, holderKey, statement);
    return this.#report(speaker, view, { limit: PULLS_SHOWN, cursor });
  }

  async #list({ department }: Caller, query: PageQuery): Promise<Page<ConsentAnswer>> {
    await this.#parts.caughtUp();
    const { items, next } = await this.#parts.known.page(department, query);
    const found = await Promise.all(items.map((id) => this.#find(department, id)));
    return {
      items: found.flatMap((view) => (view === undefined ? [] : [this.#answer(view)])),
      ...(next !== undefined && { next }),
    };
  }

  async #get({ department }: Caller, id: string, query: PageQuery): Promise<ConsentReport> {
    await this.#parts.caughtUp();
    const view = await this.#parts.known.viewFor(department, id);
    if (view === undefined) throw unknown();
    return this.#report(await this.#parts.speakers.of(department), view, query);
  }

  /** A consent that this hub's own department releases under. @throws {HanlianError} CONSENT_UNKNOWN */
  async #ofOffice(
    id: string,
    statement: SharingStatement,
  ): Promise<{ readonly speaker: Signatory; readonly view: ConsentView }> {
    const { known, speakers, caughtUp } = this.#parts;
    await caughtUp();
    const party = statement.id === id ? await known.partyTo(id) : undefined;
    // Handed in by the bank it would name the bank.
    if (party === undefined || !speakers.stands(party.view.consent.statement.provider)) throw unknown();
    return { speaker: await speakers.of(party.department), view: party.view };
  }

  #requireSigned({ statement, signature }: Signed, key: string, organisation: string): void {
    requireSigner(this.#parts, { bytes: sharingBytes(statement), signature }, { key, organisation });
  }

  #salted<S extends Signed>(signed: S): S & { readonly v: 1; readonly salt: string } {
    return { v: 1, ...signed, salt: random16(this.#parts.random) };
  }

  async #receipt(id: string, { transactionId }: Settled): Promise<ConsentReceipt> {
    await this.#parts.caughtUp();
    const record = this.#recordOf(id);
    const { revision } = record;
    return { id, state: consentStanding(record, this.#parts.now()), revision, transactionId };
  }

  #recordOf(id: string): ConsentRecord {
    const record = recordAt(this.#parts.model, keys.consent(id)) as ConsentRecord | undefined;
    if (record === undefined) throw unknown();
    return record;
  }

  /** Nothing for a consent that was never committed, whose facts are purged, or that is another department's. */
  async #find(department: string, id: string): Promise<ConsentView | undefined> {
    const record = recordAt(this.#parts.model, keys.consent(id)) as ConsentRecord | undefined;
    if (record === undefined || record.forgottenAt !== undefined) return undefined;
    return this.#parts.known.viewFor(department, id);
  }

  async #report(speaker: Signatory, view: ConsentView, query: PageQuery): Promise<ConsentReport> {
    const { id } = view.consent.statement;
    const { limit, cursor } = query;
    const page = await this.#parts.calls.read<PullPage>(speaker, 'pagePulls', {
      id,
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    return {
      consent: this.#answer(view),
      pulls: page.pulls.map(pullAnswerOf),
      ...(page.cursor !== undefined && { next: page.cursor }),
    };
  }

  #answer({ record, consent }: ConsentView): ConsentAnswer {
    const { id, holder, provider, recipient, purpose, fields, keepDays, agreement } = consent.statement;
    const { since, until, pulls, revision, acts } = record;
    return {
      id,
      state: consentStanding(record, this.#parts.now()),
      revision,
      holder,
      provider,
      recipient,
      purpose,
      fields,
      keepDays,
      since: formatInstant(since),
      until: formatInstant(until),
      pulls,
      agreement,
      acts: acts.map(({ act, txTime }) => ({ act, at: formatInstant(txTime) })),
    };
  }
}

function pullAnswerOf({ window, slot, record, pull }: PullView): PullAnswer {
  const { recipient, purpose, fields, application } = pull?.statement ?? {};
  return {
    window,
    slot,
    at: formatInstant(record.txTime),
    transactionId: transactionIdOf(record.tx),
    ...(pull && { asked: { recipient, purpose, fields, application } as PullAnswer['asked'] }),
  };
}
