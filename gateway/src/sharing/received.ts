import {
  acknowledges,
  api,
  type OnwardRecords,
  type QueryQuestion,
  type QueryFound,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Change } from '../storage/store.js';
import { Firsts } from './firsts.js';
import { names } from './names.js';
import type { Openings } from './openings.js';
import { Outgoing, type SendingParts } from './outgoing.js';
import { USUAL_RETENTION } from './sources/settings.js';

interface ReceivedParts extends SendingParts {
  readonly openings: Pick<Openings, 'prepare'>;
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
  readonly #outgoing: Outgoing<SignedAcknowledgement>;

  constructor(parts: ReceivedParts) {
    this.#parts = parts;
    this.#firsts = new Firsts(parts.store);
    this.#outgoing = new Outgoing(parts, {
      prefix: names.unsent,
      path: '/v1/exchange/acknowledgements',
      reply: api.acknowledged,
      // A product and an answer may have one id.
      addressOf: ({ acknowledgement: { provider, requester, query, release } }) => ({
        to: provider,
        name: `${requester}~${release}~${query}`,
      }),
      ending: ['QUERY_UNKNOWN', 'ACKNOWLEDGEMENT_OF_ANOTHER', 'SIGNATURE_INVALID'],
      refused: (signed, code) => [this.#refused(signed, code)],
    });
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
    await this.#parts.writer.write([kept, this.#outgoing.put(acknowledgement)]);
    this.#outgoing.send(acknowledgement);
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
    return this.#opened(names.asked(requester, id)) as Kept | undefined;
  }

  /** Sends what is to be acknowledged; what fails goes with the next look. */
  turn(): Promise<void> {
    return this.#outgoing.turn();
  }

  /** Why the last look left something unsent, if so. */
  get failure(): unknown {
    return this.#outgoing.failure;
  }

  close(): Promise<void> {
    return this.#outgoing.close();
  }

  /** What was refused for good stands with the query, or the product: both may have one id. */
  #refused(signed: SignedAcknowledgement, refused: string): Change {
    const { provider, requester, query } = signed.acknowledgement;
    const taken = names.taken(requester, query, provider);
    const product = this.#opened(taken) as Pick<OnwardRecords, 'receipt'> | undefined;
    const isProduct = product !== undefined && acknowledges(nodeHashes.sha256, signed, product.receipt);
    const key = isProduct ? taken : names.asked(requester, query);
    return this.#parts.boxes.put(key, { ...this.#opened(key), refused });
  }

  #opened(key: string): object | undefined {
    const box = this.#parts.store.getSync(key);
    return box && (this.#parts.boxes.open(key, box) as object);
  }
}
