import {
  acknowledges,
  HanlianError,
  type Acknowledgement,
  type ChainHead,
  type OnwardRecords,
  type OpenQueries,
  type Query,
  type QueryOpening,
  type QueryRecords,
  type SignedAcknowledgement,
  type SignedOnward,
  type SignedQuery,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import type { Boxes } from './boxes.js';
import type { Chains, Said } from './chains.js';
import { Firsts } from './firsts.js';
import { names, seqIn, type Pair } from './names.js';
import type { Openings } from './openings.js';
import type { Retention } from './sources/settings.js';

/** Where the records of a query stand in its pair's chain. */
interface Place {
  readonly provider: string;
  readonly request: number;
  readonly outcome?: number;
}

/** Where the record of a product stands in its operator's chains. */
interface OnwardPlace {
  readonly requester: string;
  readonly seq: number;
}

/** What can be acknowledged: a record, and the number it is listed under as open. */
interface Given {
  readonly seq: number;
  readonly open: number;
}

/** A record of a chain and, of a release or a product, what was said of it. */
export interface ChainLine {
  readonly receipt: SignedReceipt;
  readonly acknowledgement?: SignedAcknowledgement;
}

interface ReceiptsParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly chains: Chains;
  readonly openings: Openings;
}

type Outcome = Extract<Said, { kind: 'release' | 'refusal' }>;
type Product = Extract<Said, { kind: 'onward' }>;

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The receipts of what this hub's departments gave, or did not give, to others. */
export class Receipts {
  readonly #parts: ReceiptsParts;
  readonly #firsts: Firsts;
  readonly #firstProducts: Firsts;

  constructor(parts: ReceiptsParts) {
    this.#parts = parts;
    this.#firsts = new Firsts(parts.store);
    this.#firstProducts = new Firsts(parts.store, 'ONWARD_REPLAYED');
  }

  /**
   * A query, received once: on disk when this returns.
   *
   * @throws {HanlianError} QUERY_REPLAYED
   */
  receive(asked: SignedQuery, opening: QueryOpening, retention: Retention): Promise<SignedReceipt> {
    const { query } = asked;
    const key = names.query(query.requester, query.id);
    return this.#firsts.of(query, key, async () => {
      const personal = await this.#parts.openings.prepare(query, opening, retention);
      return this.#parts.chains.append({
        ...pairOf(query),
        said: { kind: 'request', asked },
        beside: (seq) => [
          ...personal,
          ...this.#parts.openings.finding(query, opening),
          { type: 'put', key, value: text({ provider: query.provider, request: seq } satisfies Place) },
          { type: 'put', key: names.open(query, seq), value: text('asked') },
        ],
      });
    });
  }

  /** What came of a query; `beside` is written with it or not at all. */
  conclude(query: Query, said: Outcome, beside: () => readonly Change[] = () => []): Promise<SignedReceipt> {
    const place = this.#placeOf(query.requester, query.id);
    const open = names.open(query, place.request);
    return this.#parts.chains.append({
      ...pairOf(query),
      said,
      beside: (seq) => [
        ...beside(),
        {
          type: 'put',
          key: names.query(query.requester, query.id),
          value: text({ ...place, outcome: seq } satisfies Place),
        },
        said.kind === 'release'
          ? { type: 'put', key: open, value: text('released') }
          : { type: 'del', key: open },
      ],
    });
  }

  /**
   * A product that is handed on, recorded once, with what `beside` says: on disk when this returns.
   *
   * @throws {HanlianError} ONWARD_REPLAYED
   */
  handOn(
    pair: Pair,
    said: Product,
    beside: (receipt: SignedOnward) => readonly Change[],
  ): Promise<SignedReceipt> {
    const key = names.onward(pair.provider, said.id);
    return this.#firstProducts.of(said, key, () =>
      this.#parts.chains.append({
        ...pair,
        said,
        beside: (seq, receipt) => [
          ...beside(receipt as SignedOnward),
          { type: 'put', key, value: text({ requester: pair.requester, seq } satisfies OnwardPlace) },
          { type: 'put', key: names.open(pair, seq), value: text('handedOn') },
        ],
      }),
    );
  }

  /**
   * Keeps the requester's word that it has the answer, or the product; said again it changes nothing.
   *
   * @throws {HanlianError} QUERY_UNKNOWN, ACKNOWLEDGEMENT_OF_ANOTHER
   */
  async acknowledge(signed: SignedAcknowledgement): Promise<void> {
    const { requester, provider } = signed.acknowledgement;
    const pair = { provider, requester };
    const given = this.#givenUnder(signed.acknowledgement).find(({ seq }) =>
      isFor(signed, this.#record(pair, seq)),
    );
    if (given === undefined) {
      throw new HanlianError('ACKNOWLEDGEMENT_OF_ANOTHER', 'The acknowledgement is not for that release');
    }
    if (this.#acknowledgement(pair, given.seq) !== undefined) return;
    await this.#parts.writer.write([
      this.#parts.boxes.put(names.acknowledgement(pair, given.seq), signed),
      { type: 'del', key: names.open(pair, given.open) },
    ]);
  }

  hasProduct(operator: string, id: string): boolean {
    return this.#onwardPlace(operator, id) !== undefined;
  }

  /** @throws {HanlianError} ONWARD_UNKNOWN */
  findProduct(operator: string, id: string): OnwardRecords {
    const place = this.#onwardPlace(operator, id);
    if (place === undefined) {
      throw new HanlianError('ONWARD_UNKNOWN', 'No product was handed on under that id', { received: id });
    }
    return this.#product({ provider: operator, requester: place.requester }, place.seq);
  }

  /** @throws {HanlianError} QUERY_UNKNOWN */
  find(requester: string, id: string): QueryRecords {
    const { provider, request, outcome: seq } = this.#placeOf(requester, id);
    const pair = { provider, requester };
    const asked = this.#required(pair, request);
    if (seq === undefined) return { standing: 'asked', request: asked };
    const outcome = this.#required(pair, seq);
    if (outcome.record.kind === 'refusal') return { standing: 'refused', request: asked, outcome };
    const acknowledgement = this.#acknowledgement(pair, seq);
    if (acknowledgement === undefined) return { standing: 'released', request: asked, outcome };
    return { standing: 'acknowledged', request: asked, outcome, acknowledgement };
  }

  /** Which department of this hub a query was put to, if one was. */
  providerOf(requester: string, id: string): string | undefined {
    const found = this.#parts.store.getSync(names.query(requester, id));
    return found && (JSON.parse(found.toString()) as Place).provider;
  }

  /** A chain from the record after `after` on, as it is asked for. */
  async *chain(pair: Pair, after = 0): AsyncGenerator<ChainLine> {
    const range = { ...beginningWith(names.records(pair)), gte: names.record(pair, after + 1) };
    for await (const [key, box] of this.#parts.store.iterator(range)) {
      const acknowledgement = this.#acknowledgement(pair, seqIn(key));
      yield {
        receipt: this.#parts.boxes.open(key, box) as SignedReceipt,
        ...(acknowledgement && { acknowledgement }),
      };
    }
  }

  /** Everyone a department of this hub has a chain with, and the number of its last record. */
  async chainsOf(provider: string): Promise<ReadonlyMap<string, number>> {
    const prefix = names.headsOf(provider);
    const found = await this.#parts.store.iterator(beginningWith(prefix)).all();
    return new Map(
      found.map(([key, head]) => [key.slice(prefix.length), (JSON.parse(head.toString()) as ChainHead).seq]),
    );
  }

  /** Requests without release; releases and products without acknowledgement, oldest first. */
  async open(pair: Pair, most: number): Promise<OpenQueries['items']> {
    const range = { ...beginningWith(names.opens(pair)), limit: most };
    const waiting = await this.#parts.store.keys(range).all();
    return waiting.map((key) => {
      const { record } = this.#required(pair, seqIn(key));
      return record.kind === 'request'
        ? this.find(pair.requester, record.asked.query.id)
        : this.#product(pair, record.seq);
    });
  }

  /**
   * A product and an answer may have one id: the operator draws the former's, the requester the latter's.
   *
   * @throws {HanlianError} QUERY_UNKNOWN where nothing has that id
   */
  #givenUnder({ provider, requester, query }: Acknowledgement): readonly Given[] {
    const onward = this.#onwardPlace(provider, query);
    const product = onward === undefined ? [] : [{ seq: onward.seq, open: onward.seq }];
    const place = this.#findPlace(requester, query);
    if (place === undefined && onward === undefined) throw unknownQuery(query);
    const answer = place?.outcome === undefined ? [] : [{ seq: place.outcome, open: place.request }];
    return [...product, ...answer];
  }

  #product(pair: Pair, seq: number): OnwardRecords {
    const receipt = this.#required(pair, seq) as SignedOnward;
    const acknowledgement = this.#acknowledgement(pair, seq);
    return acknowledgement === undefined
      ? { standing: 'handedOn', receipt }
      : { standing: 'acknowledged', receipt, acknowledgement };
  }

  #placeOf(requester: string, id: string): Place {
    const place = this.#findPlace(requester, id);
    if (place === undefined) throw unknownQuery(id);
    return place;
  }

  #findPlace(requester: string, id: string): Place | undefined {
    const found = this.#parts.store.getSync(names.query(requester, id));
    return found && (JSON.parse(found.toString()) as Place);
  }

  #onwardPlace(operator: string, id: string): OnwardPlace | undefined {
    const found = this.#parts.store.getSync(names.onward(operator, id));
    return found && (JSON.parse(found.toString()) as OnwardPlace);
  }

  #record(pair: Pair, seq: number): SignedReceipt | undefined {
    const key = names.record(pair, seq);
    const box = this.#parts.store.getSync(key);
    return box && (this.#parts.boxes.open(key, box) as SignedReceipt);
  }

  #required(pair: Pair, seq: number): SignedReceipt {
    const found = this.#record(pair, seq);
    if (found !== undefined) return found;
    throw new HanlianError('DOCUMENT_DAMAGED', `Receipt ${seq} is missing`);
  }

  #acknowledgement(pair: Pair, seq: number): SignedAcknowledgement | undefined {
    const key = names.acknowledgement(pair, seq);
    const box = this.#parts.store.getSync(key);
    return box && (this.#parts.boxes.open(key, box) as SignedAcknowledgement);
  }
}

const unknownQuery = (id: string): HanlianError =>
  new HanlianError('QUERY_UNKNOWN', 'There is no such query here', { received: id });

/** Whether somebody's word is for that record, and it is one of what was given out. */
const isFor = (signed: SignedAcknowledgement, receipt: SignedReceipt | undefined): boolean =>
  (receipt?.record.kind === 'release' || receipt?.record.kind === 'onward') &&
  acknowledges(nodeHashes.sha256, signed, receipt);

const pairOf = ({ provider, requester }: Query): Pair => ({ provider, requester });
