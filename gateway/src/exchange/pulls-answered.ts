import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  canonicalize,
  HanlianError,
  keys,
  rangeOf,
  signedCommitment,
  splitKey,
  type ConsentRecord,
  type ConsentView,
  type JsonObject,
  type PullPage,
  type PullRecord,
  type PullReply,
  type PullTaken,
  type RegistryEvidence,
  type SignedPull,
  type SignedPullQuestion,
  type SignedPullReply,
  windowOf,
} from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';
import type { Settled, Signatory } from '../outbox/submission.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { PrivateCalls } from '../services/consents/private-calls.js';
import type { Speakers } from '../services/consents/speakers.js';
import type { Pulled } from '../services/credit/report/reports.js';
import { recordAt } from '../services/records.js';
import { Turns } from '../services/tasks/turns.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Once } from '../storage/once.js';
import { random16, type Random } from '../storage/random.js';
import { requireFirstReceived, type Letters } from './letters.js';

interface PullsAnsweredParts {
  readonly letters: Letters;
  readonly speakers: Speakers;
  readonly calls: PrivateCalls;
  readonly model: ReadModel;
  readonly writer: GroupWriter;
  readonly random: Random;
  readonly now: () => number;
  readonly caughtUp: () => Promise<void>;
  readonly evidence: (names: readonly string[]) => Promise<RegistryEvidence>;
  /** Which letters were received. */
  readonly received: Once;
  /** What is given away, on disk before this returns. */
  readonly release: (pulled: Pulled) => Promise<object>;
}

const MOST_SLOTS = 10_000;
const PULLS_AT_ONCE = 100;

/** The office's side: a letter is received once, the pull takes its slot on the ledger, and only then data goes out. */
export class PullsAnswered {
  readonly #parts: PullsAnsweredParts;
  /** Pulls of one consent come one after another here; those of other hubs race on the ledger. */
  readonly #turns = new Turns();

  constructor(parts: PullsAnsweredParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} why the letter or the pull is refused; {LedgerError} */
  async answer(question: SignedPullQuestion): Promise<SignedPullReply> {
    const { letters, received, speakers, caughtUp } = this.#parts;
    const { message } = question;
    const { from, to, nonce, pull } = message;
    await caughtUp();
    letters.requireGenuine(question);
    if (pull.statement.recipient !== from || pull.statement.provider !== to) {
      throw new HanlianError('CONSENT_OF_ANOTHER', 'The pull names others than the letter');
    }
    const speaker = await speakers.of(to);
    await requireFirstReceived(received, message);
    const signed: SignedPull = { v: 1, ...pull, salt: random16(this.#parts.random) };
    const pulled = await this.#turns.of(pull.statement.id, () => this.#pull(speaker, signed));
    const report = (await this.#parts.release(pulled)) as JsonObject;
    const { window, slot, transactionId } = pulled;
    const said = { kind: 'pull-reply', window, slot, transactionId, report } as const;
    return letters.write<PullReply>(to, from, said, nonce);
  }

  async #pull(speaker: Signatory, pull: SignedPull): Promise<Pulled> {
    const { id, intent } = pull.statement;
    const settled = await this.#take(speaker, pull);
    await this.#parts.caughtUp();
    const taken = recordAt(this.#parts.model, keys.pullTaken(id, intent)) as PullTaken;
    const [, , window, slot] = splitKey(taken.slot) as [string, string, string, string];
    const { consent } = await this.#parts.calls.read<ConsentView>(speaker, 'getConsent', { id });
    const { transactionId, position } = settled;
    const committed = await this.#committed(speaker, pull, taken);
    return { consent, pull: committed, window, slot: Number(slot), transactionId, block: position.block };
  }

  /**
   * The pull that took the slot, which alone the contract has judged: one that comes again has another salt, and may say
   * something else.
   *
   * @throws {HanlianError} FIELD_INVALID, CONSENT_FORGOTTEN
   */
  async #committed(speaker: Signatory, pull: SignedPull, { slot: key }: PullTaken): Promise<SignedPull> {
    const { commitment } = recordAt(this.#parts.model, key) as PullRecord;
    if (commitment === signedCommitment(nodeHashes.sha256, pull)) return pull;
    const committed = await this.#pullAt(speaker, pull.statement.id, key);
    if (committed === undefined) throw new HanlianError('CONSENT_FORGOTTEN', 'What the pull said is purged');
    if (canonicalize(committed.statement) === canonicalize(pull.statement)) return committed;
    throw new HanlianError('FIELD_INVALID', 'Another pull was signed with this intent', { field: 'intent' });
  }

  async #pullAt(speaker: Signatory, id: string, key: string): Promise<SignedPull | undefined> {
    let cursor: string | undefined;
    do {
      const asked = { id, limit: PULLS_AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const page: PullPage = await this.#parts.calls.read<PullPage>(speaker, 'pagePulls', asked);
      const found = page.pulls.find(({ window, slot }) => keys.pull(id, window, slot) === key);
      if (found !== undefined) return found.pull;
      cursor = page.cursor;
    } while (cursor !== undefined);
    return undefined;
  }

  /** Takes the first slot that is free; the contract says when there is none. */
  async #take(speaker: Signatory, pull: SignedPull): Promise<Settled> {
    const { calls, evidence } = this.#parts;
    const { id, intent, recipientKey } = pull.statement;
    for (;;) {
      const transient = { pull, evidence: await evidence([keys.holderKey(recipientKey)]) };
      const request = { id, intent, slot: await this.#freeSlot(id) };
      try {
        return await calls.write(speaker, { operation: 'pull', request, transient });
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== 'PULL_SLOT_TAKEN') throw error;
      }
    }
  }

  async #freeSlot(id: string): Promise<number> {
    const { model, now, caughtUp } = this.#parts;
    await caughtUp();
    const consent = recordAt(model, keys.consent(id)) as ConsentRecord | undefined;
    // The contract refuses it in its own words.
    if (consent === undefined) return 1;
    const { pulls } = consent;
    const { start, end } = rangeOf(...splitKey(keys.pull(id, windowOf(pulls, now()), 0)).slice(0, -1));
    const taken = await model.range(start, end, MOST_SLOTS);
    const slots = taken.map(({ key }) => Number(splitKey(key).at(-1)));
    const gap = slots.findIndex((slot, i) => slot !== i + 1);
    return gap < 0 ? slots.length + 1 : gap + 1;
  }
}
