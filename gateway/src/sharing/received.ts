import {
  api,
  type QueryQuestion,
  type QueryFound,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { isUnreached, type Peers } from '../exchange/peers.js';
import { isFinal } from '../outbox/final.js';
import { RegularWork } from '../regular-work.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import type { Boxes } from './boxes.js';
import { Firsts } from './firsts.js';
import { names } from './names.js';
import type { Openings } from './openings.js';
import { USUAL_RETENTION } from './sources/settings.js';

interface ReceivedParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly openings: Pick<Openings, 'prepare'>;
  readonly peers: Peers;
  /** Milliseconds between two looks after what was not sent; 0: none are made. */
  readonly every: number;
  /** Is told why something could not be sent. */
  readonly failed: (failure: unknown) => void;
}

/** What a requester keeps of a query to another hub: what it asked, and the provider's records; never the data. */
interface Kept {
  readonly asked: QueryQuestion['asked'];
  readonly reply?: Pick<QueryReply, 'request' | 'outcome'>;
  readonly acknowledgement?: SignedAcknowledgement;
  /** By which code the provider refused the acknowledgement for good. */
  readonly refused?: string;
}

/** The requester's own copy of what it asked of other hubs, and the acknowledgements that are on their way. */
export class Received {
  readonly #parts: ReceivedParts;
  readonly #firsts: Firsts;
  readonly #work: RegularWork;
  /** What is sent at once, besides the looks. */
  readonly #sending = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(parts: ReceivedParts) {
    this.#parts = parts;
    this.#firsts = new Firsts(parts.store);
    this.#work = new RegularWork((signal) => this.#send(signal), parts.every, parts.failed);
    if (parts.every > 0) this.#work.start();
  }

  /**
   * On disk before it is sent, and kept as long as providers usually do.
   *
   * @throws {HanlianError} QUERY_REPLAYED: what is kept of the first query stays
   */
  asked({ asked, opening }: QueryQuestion): Promise<void> {
    const { openings, writer, boxes } = this.#parts;
    const { requester, id } = asked.query;
    const key = names.asked(requester, id);
    return this.#firsts.of(asked.query, key, async () => {
      const personal = await openings.prepare(asked.query, opening, USUAL_RETENTION);
      await writer.write([...personal, boxes.put(key, { asked } satisfies Kept)]);
    });
  }

  /** Keeps what a query was answered with. */
  async answered(
    { asked }: QueryQuestion,
    { request, outcome }: QueryReply,
    acknowledgement?: SignedAcknowledgement,
  ): Promise<void> {
    const { writer, boxes } = this.#parts;
    const { requester, id } = asked.query;
    const kept: Kept = { asked, reply: { request, outcome }, ...(acknowledgement && { acknowledgement }) };
    const put = boxes.put(names.asked(requester, id), kept);
    await (acknowledgement === undefined ? writer.write([put]) : this.acknowledged(acknowledgement, put));
  }

  /** Keeps what is acknowledged, and the word to be sent for it: that is on its way when this returns. */
  async acknowledged(acknowledgement: SignedAcknowledgement, kept: Change): Promise<void> {
    const { writer, boxes } = this.#parts;
    const { acknowledgement: said } = acknowledgement;
    await writer.write([kept, boxes.put(names.unsent(said, said.query), acknowledgement)]);
    this.#sendAtOnce(acknowledgement);
  }

  /** What is kept of a query that went to another hub. */
  find(requester: string, id: string): QueryFound | undefined {
    const kept = this.#kept(requester, id);
    if (kept === undefined) return undefined;
    const { asked, reply, acknowledgement, refused } = kept;
    if (reply === undefined) return { standing: 'unanswered', asked };
    if (acknowledgement === undefined) return { standing: 'refused', ...reply };
    return refused === undefined
      ? { standing: 'acknowledged', ...reply, acknowledgement }
      : { standing: 'released', ...reply, acknowledgement, acknowledgementRefused: refused };
  }

  #kept(requester: string, id: string): Kept | undefined {
    const key = names.asked(requester, id);
    const box = this.#parts.store.getSync(key);
    return box && (this.#parts.boxes.open(key, box) as Kept);
  }

  /** Sends what is to be acknowledged; what fails goes with the next look. */
  turn(): Promise<void> {
    return this.#work.turn();
  }

  /** Why the last look left something unsent, if so. */
  get failure(): unknown {
    return this.#work.failure;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work.close();
    await Promise.all(this.#sending);
  }

  #sendAtOnce(acknowledgement: SignedAcknowledgement): void {
    const { signal } = this.#stop;
    const sending = this.#deliver(acknowledgement, signal)
      .catch((failure: unknown) => (signal.aborted ? undefined : this.#parts.failed(failure)))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  /** To all providers at once: one that cannot be reached holds up no other's, one that refuses not even its own. */
  async #send(signal: AbortSignal): Promise<void> {
    const owed = await this.#providersOwed();
    const failures = (await Promise.all(owed.map((provider) => this.#sendTo(provider, signal)))).flat();
    signal.throwIfAborted();
    if (failures.length > 0) throw new AggregateError(failures, 'Acknowledgements could not be delivered');
  }

  async #providersOwed(): Promise<readonly string[]> {
    const owed: string[] = [];
    const prefix = names.unsentTo('').slice(0, -1);
    for (let after = prefix; ; after = `${names.unsentTo(owed.at(-1) as string)}\u007f`) {
      const [next] = await this.#parts.store.keys({ gt: after, lt: `${prefix}\u007f`, limit: 1 }).all();
      if (next === undefined) return owed;
      owed.push(next.slice(prefix.length).split('~')[0] as string);
    }
  }

  async #sendTo(provider: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const { store, boxes } = this.#parts;
    const prefix = names.unsentTo(provider);
    const failures: unknown[] = [];
    for await (const [key, box] of store.iterator({ gte: prefix, lt: `${prefix}\u007f` })) {
      try {
        await this.#deliver(boxes.open(key, box) as SignedAcknowledgement, signal);
      } catch (failure) {
        failures.push(failure);
        if (signal.aborted || isUnreached(failure)) break;
      }
    }
    return failures;
  }

  /** Until the provider has it, or has refused it for good: then that stands with the query, or the product. */
  async #deliver(question: SignedAcknowledgement, signal: AbortSignal): Promise<void> {
    const { writer, peers } = this.#parts;
    const path = '/v1/exchange/acknowledgements';
    const { acknowledgement: said } = question;
    const sent: Change = { type: 'del', key: names.unsent(said, said.query) };
    try {
      await peers.ask(said.provider, { path, question, reply: api.acknowledged, signal });
    } catch (error) {
      if (isFinal(error)) await writer.write([this.#refused(said, error.code), sent]);
      throw error;
    }
    await writer.write([sent]);
  }

  #refused({ requester, query }: SignedAcknowledgement['acknowledgement'], refused: string): Change {
    const { store, boxes } = this.#parts;
    const [asked, taken] = [names.asked(requester, query), names.taken(requester, query)];
    const key = store.getSync(asked) === undefined ? taken : asked;
    const kept = boxes.open(key, store.getSync(key) as Buffer) as object;
    return boxes.put(key, { ...kept, refused });
  }
}
