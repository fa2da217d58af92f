import {
  api,
  HanlianError,
  type QueryQuestion,
  type QueryRecords,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../exchange/peers.js';
import { RegularWork } from '../regular-work.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
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
  /** Is told of each look that left something unsent. */
  readonly failed?: (failure: unknown) => void;
}

/** What a requester keeps of a query to another hub: what it asked, and the provider's records; never the data. */
interface Kept {
  readonly asked: QueryQuestion['asked'];
  readonly reply?: Pick<QueryReply, 'request' | 'outcome'>;
  readonly acknowledgement?: SignedAcknowledgement;
}

/** The requester's own copy of what it asked of other hubs, and the acknowledgements that are on their way. */
export class Received {
  readonly #parts: ReceivedParts;
  readonly #firsts: Firsts;
  readonly #work: RegularWork;

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

  async answered(
    { asked }: QueryQuestion,
    { request, outcome }: QueryReply,
    acknowledgement?: SignedAcknowledgement,
  ): Promise<void> {
    const { writer, boxes } = this.#parts;
    const { requester, id } = asked.query;
    const kept: Kept = { asked, reply: { request, outcome }, ...(acknowledgement && { acknowledgement }) };
    await writer.write([
      boxes.put(names.asked(requester, id), kept),
      ...(acknowledgement ? [boxes.put(names.unsent(requester, id), acknowledgement)] : []),
    ]);
  }

  /** What is kept of a query, where it went to another hub and was answered. */
  find(requester: string, id: string): QueryRecords | undefined {
    const key = names.asked(requester, id);
    const box = this.#parts.store.getSync(key);
    const kept = box && (this.#parts.boxes.open(key, box) as Kept);
    if (kept?.reply === undefined) return undefined;
    const { reply, acknowledgement } = kept;
    return acknowledgement === undefined
      ? { standing: 'refused', ...reply }
      : { standing: 'acknowledged', ...reply, acknowledgement };
  }

  /** Sends what is to be acknowledged; what fails goes with the next, or the next look. */
  turn(): Promise<void> {
    return this.#work.turn();
  }

  /** Why the last look left something unsent, if so. */
  get failure(): unknown {
    return this.#work.failure;
  }

  close(): Promise<void> {
    return this.#work.close();
  }

  /** A provider that cannot be reached holds up no other's, one that refuses not even its own. */
  async #send(signal: AbortSignal): Promise<void> {
    const { store, boxes } = this.#parts;
    const prefix = names.unsent('', '').slice(0, -1);
    const unreachable = new Set<string>();
    const failures: unknown[] = [];
    for await (const [key, box] of store.iterator({ gte: prefix, lt: `${prefix}\u007f` })) {
      const signed = boxes.open(key, box) as SignedAcknowledgement;
      const { provider } = signed.acknowledgement;
      if (unreachable.has(provider)) continue;
      try {
        await this.#deliver(key, signed, signal);
      } catch (failure) {
        signal.throwIfAborted();
        failures.push(failure);
        if (failure instanceof HanlianError && failure.code.startsWith('EXCHANGE_'))
          unreachable.add(provider);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Acknowledgements could not be delivered');
  }

  async #deliver(key: string, question: SignedAcknowledgement, signal: AbortSignal): Promise<void> {
    const { writer, peers } = this.#parts;
    const path = '/v1/exchange/acknowledgements';
    const { provider } = question.acknowledgement;
    await peers.ask(provider, { path, question, reply: api.acknowledged, signal });
    await writer.write([{ type: 'del', key }]);
  }
}
