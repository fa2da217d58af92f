import {
  api,
  type QueryQuestion,
  type QueryRecords,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../exchange/peers.js';
import type { Documents } from '../documents/documents.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { Boxes } from './boxes.js';
import { Firsts } from './firsts.js';
import { names } from './names.js';
import { openingName, subjectHolder } from './openings.js';

interface ReceivedParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly documents: Documents;
  readonly peers: Peers;
}

/** What a requester keeps of a query to another hub: what it asked, and the provider's records; never the data. */
interface Kept {
  readonly asked: QueryQuestion['asked'];
  readonly reply?: Pick<QueryReply, 'request' | 'outcome'>;
  readonly acknowledgement?: SignedAcknowledgement;
}

const MOST_AT_ONCE = 500;

/** The requester's own copy of what it asked of other hubs, and the acknowledgements that are on their way. */
export class Received {
  readonly #parts: ReceivedParts;
  readonly #firsts: Firsts;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: ReceivedParts) {
    this.#parts = parts;
    this.#firsts = new Firsts(parts.store);
  }

  /**
   * On disk before it is sent.
   *
   * @throws {HanlianError} QUERY_REPLAYED: what is kept of the first query stays
   */
  asked({ asked, opening }: QueryQuestion): Promise<void> {
    const { documents, writer, boxes } = this.#parts;
    const { requester, id } = asked.query;
    const key = names.asked(requester, id);
    return this.#firsts.of(asked.query, key, async () => {
      const name = openingName(requester, id);
      const subject = subjectHolder(opening.subject.value);
      const { put, durable } = documents.prepare(name, [subject], Buffer.from(JSON.stringify(opening)));
      await durable;
      await writer.write([put, boxes.put(key, { asked } satisfies Kept)]);
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

  /** Sends what is to be acknowledged, in the background; what fails goes with the next, or the next look. */
  send(): void {
    this.#sending = this.#sending.then(() => this.deliver()).catch(() => undefined);
  }

  async deliver(): Promise<void> {
    const { store, writer, boxes, peers } = this.#parts;
    const prefix = names.unsent('', '').slice(0, -1);
    const range = { gte: prefix, lt: `${prefix}\u007f`, limit: MOST_AT_ONCE };
    for (const [key, box] of await store.iterator(range).all()) {
      const question = boxes.open(key, box) as SignedAcknowledgement;
      const path = '/v1/exchange/acknowledgements';
      await peers.ask(question.acknowledgement.provider, { path, question, reply: api.acknowledged });
      await writer.write([{ type: 'del', key }]);
    }
  }

  async close(): Promise<void> {
    await this.#sending;
  }
}
