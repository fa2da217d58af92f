import {
  HanlianError,
  schemas,
  sharingBytes,
  type JsonObject,
  type PullInput,
  type PullOutcome,
  type PullQuestion,
  type PullReply,
  type PullStatement,
} from '@hanlian/chaincode/domain';
import type { Documents } from '../documents/documents.js';
import { reused } from '../outbox/outcome.js';
import type { KnownConsents } from '../services/consents/known-consents.js';
import { holderOf } from '../services/credit/bodies.js';
import { Turns } from '../services/tasks/turns.js';
import type { Caller, Idempotency } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { random16, type Random } from '../storage/random.js';
import type { Store } from '../storage/store.js';
import { correspond } from './correspondence.js';
import type { ExchangeKeys } from './keys.js';
import type { Letters } from './letters.js';
import type { Peers } from './peers.js';

interface PullsAskedParts {
  readonly letters: Letters;
  readonly keys: ExchangeKeys;
  readonly peers: Peers;
  readonly known: KnownConsents;
  readonly documents: Documents;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly random: Random;
  readonly now: () => number;
}

/** What was asked, as signed; and once it was answered, where the answer is. */
interface Asked {
  readonly bodyDigest: string;
  readonly pull: { readonly statement: PullStatement; readonly signature: string };
  readonly answer?: Omit<PullOutcome, 'report'>;
}

const PREFIX = 'asked~';
/** By which question a bank has the report of a slot. */
const AT_SLOT = 'pulledat~';
const reportName = (key: string): string => `pulled/${key}`;

/** The bank's side: what is asked is on disk before it is sent, and what came back before it is shown. */
export class PullsAsked {
  readonly #parts: PullsAskedParts;
  /** Who uses a key twice at once asks one thing: the second waits for what the first is answered. */
  readonly #turns = new Turns();

  constructor(parts: PullsAskedParts) {
    this.#parts = parts;
  }

  /**
   * One pull for one Idempotency-Key: asked again it is the same, from this hub's disk once it was answered.
   *
   * @throws {HanlianError} CONSENT_UNKNOWN, IDEMPOTENCY_KEY_REUSED, EXCHANGE_*, and what the office or the ledger refuses with
   */
  pull(caller: Caller, id: string, input: PullInput, once: Idempotency): Promise<PullOutcome> {
    const place = `${caller.department}~${caller.id}~${once.key}`;
    return this.#turns.of(place, () => this.#pull(place, caller.department, id, input, once));
  }

  async #pull(
    place: string,
    department: string,
    id: string,
    input: PullInput,
    once: Idempotency,
  ): Promise<PullOutcome> {
    const before = this.#find(place);
    if (before !== undefined && before.bodyDigest !== once.bodyDigest) throw reused();
    if (before?.answer !== undefined) return this.#kept(place, before.answer);
    const view = await this.#parts.known.viewFor(department, id);
    if (view === undefined) throw new HanlianError('CONSENT_UNKNOWN', 'There is no such consent here');
    const { provider, holder } = view.consent.statement;
    const asked = before ?? (await this.#signed(department, provider, id, input, once));
    await this.#keep(place, asked);
    return this.#send(place, asked, holder);
  }

  /**
   * Which report a bank's pull was answered with, and by whom.
   *
   * @throws {HanlianError} PULL_UNKNOWN
   */
  reportOf(bank: string, id: string, window: string, slot: number): { report: string; provider: string } {
    const { report, provider } = this.#at(bank, id, window, slot);
    return { report: report.id as string, provider };
  }

  /**
   * The report itself, as it was released.
   *
   * @throws {HanlianError} PULL_UNKNOWN
   */
  report(bank: string, id: string, window: string, slot: number): JsonObject {
    return this.#at(bank, id, window, slot).report as JsonObject;
  }

  #at(
    bank: string,
    id: string,
    window: string,
    slot: number,
  ): { readonly report: PullOutcome['report']; readonly provider: string } {
    const place = this.#parts.store.getSync(slotKey(bank, id, window, slot))?.toString();
    const asked = place === undefined ? undefined : this.#find(place);
    if (place === undefined || asked?.answer === undefined) {
      throw new HanlianError('PULL_UNKNOWN', 'This bank has made no such pull');
    }
    return { ...this.#kept(place, asked.answer), provider: asked.pull.statement.provider };
  }

  async #signed(
    recipient: string,
    provider: string,
    id: string,
    input: PullInput,
    { bodyDigest }: Idempotency,
  ): Promise<Asked> {
    const { keys, random, now } = this.#parts;
    const { id: recipientKey } = await keys.of(recipient);
    const statement: PullStatement = {
      v: 1,
      kind: 'pull',
      id,
      intent: random16(random),
      provider,
      recipient,
      recipientKey,
      ...input,
      issuedAt: now(),
    };
    return {
      bodyDigest,
      pull: { statement, signature: await keys.sign(recipient, sharingBytes(statement)) },
    };
  }

  async #send(place: string, asked: Asked, holder: string): Promise<PullOutcome> {
    const { documents, writer } = this.#parts;
    const { recipient, provider } = asked.pull.statement;
    const reply = await correspond<PullQuestion, PullReply>(this.#parts, {
      from: recipient,
      to: provider,
      path: '/v1/exchange/pulls',
      said: { kind: 'pull-question', pull: asked.pull },
      reply: schemas.signedPullReply,
    });
    const { window, slot, transactionId, report } = reply;
    const answer = { window, slot, transactionId };
    const { put, durable } = documents.prepare(
      reportName(place),
      [holderOf(holder)],
      Buffer.from(JSON.stringify(report)),
    );
    await durable;
    const { id } = asked.pull.statement;
    await writer.write([
      put,
      { type: 'put', key: PREFIX + place, value: encoded({ ...asked, answer }) },
      { type: 'put', key: slotKey(recipient, id, window, slot), value: Buffer.from(place) },
    ]);
    return { ...answer, report };
  }

  #kept(place: string, answer: NonNullable<Asked['answer']>): PullOutcome {
    const report = JSON.parse(
      this.#parts.documents.read(reportName(place)).toString(),
    ) as PullOutcome['report'];
    return { ...answer, report };
  }

  #find(place: string): Asked | undefined {
    const value = this.#parts.store.getSync(PREFIX + place);
    return value && (JSON.parse(value.toString()) as Asked);
  }

  #keep(place: string, asked: Asked): Promise<void> {
    return this.#parts.writer.write([{ type: 'put', key: PREFIX + place, value: encoded(asked) }]);
  }
}

const slotKey = (bank: string, id: string, window: string, slot: number): string =>
  `${AT_SLOT}${bank}~${id}~${window}~${slot}`;
const encoded = (asked: Asked): Buffer => Buffer.from(JSON.stringify(asked));
